"""What the page maker was refused or left out: a report that silently lacks a part is worse than none."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bsc_audit.core.problems import Location, Problem, RenderError

LOST = ("Failed to", "Relative URI", "Unsupported stylesheet")  # how the page maker's errors of missing parts begin
_SHOWN = 160  # characters of an address


class Refusals(logging.Handler):
    """Problems of one rendering, from the fetcher that refuses and from the page maker that goes on without."""

    def __init__(self, folder: Path) -> None:
        """Nothing found yet.

        Args:
            folder: of the template that is rendered.
        """
        super().__init__(logging.ERROR)
        self._folder = folder
        self._thread = threading.get_ident()
        self._refused: list[Problem] = []
        self._lost: list[Problem] = []

    def refuse(self, code: str, message: str) -> None:
        """Note something that is not loaded."""
        self._refused.append(self._problem(code, message))

    def emit(self, record: logging.LogRecord) -> None:
        """Note what the page maker says it left out."""
        message = record.getMessage()
        if record.thread == self._thread and message.startswith(LOST):
            self._lost.append(self._problem("template-resource", message))

    def _problem(self, code: str, message: str) -> Problem:
        short = message if len(message) <= _SHOWN else f"{message[:_SHOWN]}..."
        return Problem(code=code, where=Location(str(self._folder)), message=short, hint=HINTS[code])

    @contextmanager
    def told(self) -> Iterator[None]:
        """Listen to the page maker; afterwards raise what was found.

        Raises:
            RenderError: something was refused or lost.
        """
        from weasyprint.urls import FatalURLFetchingError  # type: ignore[import-untyped]

        logger = logging.getLogger("weasyprint")
        logger.addHandler(self)
        try:
            yield
        except FatalURLFetchingError as error:
            raise RenderError(self._refused or [self._problem("address-refused", str(error))]) from error
        except Exception as error:
            if self._refused or self._lost:  # which is likely why
                raise RenderError(dict.fromkeys(self._refused or self._lost)) from error
            raise
        finally:
            logger.removeHandler(self)
        if self._refused or self._lost:
            raise RenderError(dict.fromkeys(self._refused or self._lost))


HINTS = {
    "address-refused": "put the file into the template's folder and name it asset:///file",
    "resource-refused": "use a PNG or JPEG picture of fewer pixels, or a plain SVG drawing",
    "template-resource": "check the file; name it asset:///file",
}

"""The only addresses a report may load: drawings written into the page and files of its own template."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from bsc_audit.render.pictures import ENDINGS, MOST_BYTES, fault_of

SCHEME = "asset"


def _unheard(code: str, message: str) -> None:
    """A refusal that only the exception tells."""


def locked_fetcher(*folders: Path, refuse: Callable[[str, str], None] = _unheard) -> Any:
    """A WeasyPrint URL fetcher that refuses every address but data: and asset:///, resolved inside the folders.

    A file is taken from the first folder that has it: a template's own, then its base's. Kind and size of what is
    loaded are checked, see render.pictures.

    A refused address stops the rendering: a report that silently lacks a part is worse than none. Where the page
    maker goes on all the same, as inside a drawing, `refuse` has been told: code of a problem, and message.
    WeasyPrint is imported here because importing it needs system libraries.
    """
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # type: ignore[import-untyped]

    class Locked(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            scheme = urlsplit(url).scheme
            found = (
                _file(folders, url) if scheme == SCHEME else self._written(url, headers) if scheme == "data" else None
            )
            if found is None:
                raise _stop("address-refused", url)
            kind, content = found
            if fault := fault_of(kind, content):
                raise _stop("resource-refused", url, f": it {fault}")
            return URLFetcherResponse(url, content, {"Content-Type": kind})

        def _written(self, url: str, headers: Any) -> tuple[str, bytes]:
            """What stands in the address itself."""
            response = super().fetch(url, headers)
            return response.content_type, response.read()

    def _stop(code: str, url: str, why: str = "") -> BaseException:
        message = f"refused to load {url[:80]}{why}"
        refuse(code, message)
        stop: BaseException = FatalURLFetchingError(message)
        return stop

    return Locked(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)


def _file(folders: tuple[Path, ...], url: str) -> tuple[str, bytes] | None:
    """Kind and content of a template's file, cut where it is too long; None when there is no such file."""
    address = urlsplit(url)
    file = _inside(folders, unquote(address.path.lstrip("/")))
    if address.netloc or file is None or file.suffix not in ENDINGS:
        return None
    with file.open("rb") as opened:
        return ENDINGS[file.suffix], opened.read(MOST_BYTES + 1)


def _inside(folders: tuple[Path, ...], name: str) -> Path | None:
    """The first file of that name which lies, links resolved, inside its folder."""
    files = (((folder.resolve() / name).resolve(), folder.resolve()) for folder in folders)
    return next((file for file, folder in files if file.is_relative_to(folder) and file.is_file()), None)

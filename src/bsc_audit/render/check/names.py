"""Names a template uses that do not exist: all of them, with their lines, where a report stops at the first."""

import sys
from collections.abc import Iterator
from typing import Any

from jinja2 import Undefined


class Collected(Undefined):
    """Stands for what does not exist, writes down who asked for it, and goes on as nothing."""

    seen: list[tuple[str, int, str]]  # file, line, message; one list for each check

    def _note(self) -> None:
        place = next(_templates(), ("", 0))
        if (*place, self._undefined_message) not in self.seen:
            self.seen.append((*place, self._undefined_message))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        self._note()
        return self

    def _passed_on(self, *_args: Any, **_more: Any) -> Any:
        self._note()
        return self

    __getitem__ = __call__ = __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _passed_on
    __truediv__ = __floordiv__ = __mod__ = __pow__ = __neg__ = __lt__ = __le__ = __gt__ = __ge__ = _passed_on

    def __str__(self) -> str:
        self._note()
        return ""

    def __html__(self) -> str:
        return str(self)

    def __len__(self) -> int:
        self._note()
        return 0

    def __iter__(self) -> Iterator[Any]:
        self._note()
        return iter(())

    def __bool__(self) -> bool:
        self._note()
        return False

    def __contains__(self, _one: object) -> bool:
        self._note()
        return False

    def __eq__(self, other: object) -> bool:
        self._note()
        return self is other

    __hash__ = Undefined.__hash__


def collecting() -> type[Collected]:
    """A kind of Collected with a list of its own."""
    return type("Collecting", (Collected,), {"seen": []})


def _templates() -> Iterator[tuple[str, int]]:
    """File and line of every template that is being filled, the innermost first."""
    frame = sys._getframe(2)
    while frame.f_back is not None:
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            yield template.filename or "", template.get_corresponding_lineno(frame.f_lineno)
        frame = frame.f_back

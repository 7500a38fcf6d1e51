"""Which methods an address knows, over all routes: what a 405 says in its Allow header."""

import re
from collections.abc import Iterable

from starlette.routing import compile_path


class Methods:
    """Methods by address; the most literal pattern speaks for an address, as with routing."""

    def __init__(self, routes: Iterable[tuple[str, str]]) -> None:
        self._patterns: list[tuple[re.Pattern[str], set[str]]] = []
        self.learn(routes)

    def learn(self, routes: Iterable[tuple[str, str]]) -> None:
        """Know these routes, too."""
        by_path: dict[str, set[str]] = {}
        for path, method in routes:
            by_path.setdefault(path, set()).add(method.upper())
        self._patterns += [(compile_path(path)[0], methods) for path, methods in by_path.items()]

    def allowed(self, path: str) -> str:
        """The methods of an address, sorted, as the header lists them."""
        found = [methods for pattern, methods in self._patterns if pattern.match(path)]
        return ", ".join(sorted(set().union(*found)))

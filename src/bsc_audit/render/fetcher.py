"""The only addresses a report may load: drawings written into the page and files of its own template."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

SCHEME = "asset"
KINDS = {".ttf": "font/ttf", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}


def locked_fetcher(*folders: Path) -> Any:
    """A WeasyPrint URL fetcher that refuses every address but data: and asset:///, resolved inside the folders.

    A file is taken from the first folder that has it: a template's own, then its base's.

    A refused address stops the rendering: a report that silently lacks a part is worse than none.
    WeasyPrint is imported here because importing it needs system libraries.
    """
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # type: ignore[import-untyped]

    class Locked(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            address = urlsplit(url)
            if address.scheme == "data":
                return super().fetch(url, headers)
            file = _inside(folders, unquote(address.path.lstrip("/")))
            if address.scheme != SCHEME or address.netloc or file is None or file.suffix not in KINDS:
                raise FatalURLFetchingError(f"refused to load {url[:120]}")
            return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": KINDS[file.suffix]})

    return Locked(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)


def _inside(folders: tuple[Path, ...], name: str) -> Path | None:
    """The first file of that name which lies, links resolved, inside its folder."""
    files = (((folder.resolve() / name).resolve(), folder.resolve()) for folder in folders)
    return next((file for file, folder in files if file.is_relative_to(folder) and file.is_file()), None)

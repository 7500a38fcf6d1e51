"""Style sheets, scripts and fonts, under addresses that change with their content, so that browsers may keep them."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

from bsc_audit import bootstrap

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "css": "text/css; charset=utf-8",
        "js": "text/javascript; charset=utf-8",
        "svg": "image/svg+xml",
        "ttf": "font/ttf",
        "webmanifest": "application/manifest+json",
    }
)
# The report's own faces, so that screen and paper are of one hand; they lie with its template.
FONTS = (
    "IBMPlexSans-Regular.ttf",
    "IBMPlexSans-Medium.ttf",
    "IBMPlexSans-SemiBold.ttf",
    "IBMPlexMono-Regular.ttf",
    "SourceSerif4-latin-400-normal.ttf",
    "SourceSerif4-latin-600-normal.ttf",
)


WORKER = "worker.js"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One file browsers load beside a page."""

    content: bytes
    kind: str  # its content type
    digest: str  # of the content, short


class Assets:
    """Every such file, read once."""

    def __init__(self) -> None:
        fonts = {name: _asset(name, content) for name, content in _fonts().items()}
        found = _own()
        own = {name: _asset(name, _dated(name, content, fonts)) for name, content in found.items()}
        own |= {name: _asset(name, _imports_dated(name, found)) for name in found if name.endswith(".js")}
        self.worker = _versioned(own.pop(WORKER), {**fonts, **own})
        self._assets = {**fonts, **own}

    def find(self, name: str) -> Asset | None:
        """The file of a name; None when there is none."""
        return self._assets.get(name)

    def address(self, name: str) -> str:
        """Where a page finds a file as it is now.

        Raises:
            KeyError: there is no such file.
        """
        return f"/static/{name}?v={self._assets[name].digest}"


def _own() -> dict[str, bytes]:
    folder = files("bsc_audit.web").joinpath("static")
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.name.rpartition(".")[2] in KINDS}


def _fonts() -> dict[str, bytes]:
    folder = bootstrap.data_folder(bootstrap.TEMPLATES, "certification", "fonts")
    return {} if folder is None else {name: (folder / name).read_bytes() for name in FONTS}


def _dated(name: str, content: bytes, fonts: Mapping[str, Asset]) -> bytes:
    """A style sheet that names its fonts by what they hold."""
    if not name.endswith(".css"):
        return content
    for font, asset in fonts.items():
        content = content.replace(f'url("{font}")'.encode(), f'url("{font}?v={asset.digest}")'.encode())
    return content


def _imports_dated(name: str, found: Mapping[str, bytes]) -> bytes:
    """A module that imports others as pages load them: under another address a browser would run them twice."""

    def dated(match: re.Match[bytes]) -> bytes:
        other = match[1].decode()
        digest = _asset(other, _imports_dated(other, found)).digest
        return f'from "./{other}?v={digest}"'.encode()

    return _IMPORT.sub(dated, found[name])


def _versioned(worker: Asset, assets: Mapping[str, Asset]) -> Asset:
    """The service worker with what tells this release's files from those of another."""
    version = hashlib.sha256("".join(sorted(one.digest for one in assets.values())).encode()).hexdigest()[:12]
    return _asset(WORKER, worker.content.replace(b'"VERSION"', f'"{version}"'.encode()))


_IMPORT = re.compile(rb'from "\./([\w-]+\.js)"')


def _asset(name: str, content: bytes) -> Asset:
    digest = hashlib.sha256(content).hexdigest()[:12]
    return Asset(content=content, kind=KINDS[name.rpartition(".")[2]], digest=digest)

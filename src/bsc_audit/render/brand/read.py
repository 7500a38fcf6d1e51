"""brand.yaml and the files it names to a Brand, every problem at its line, all at once."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bsc_audit.core.documents import Document, DocumentError, parse
from bsc_audit.core.documents import Path as Keys
from bsc_audit.core.problems import Location, Problem
from bsc_audit.render.brand import face, raster
from bsc_audit.render.brand.model import Brand, Face, Logo
from bsc_audit.render.brand.palette import clashes
from bsc_audit.render.brand.schema import CONTACTS, SCHEMA, STACKS
from bsc_audit.render.brand.unusable import UnusableError
from bsc_audit.render.brand.vector import vector_faults, vector_text

FILE = "brand.yaml"
MOST_BYTES = 4_000_000  # of any file it names; logos and fonts have bounds of their own


def read_brand(place: Path, beside: Mapping[str, Any]) -> tuple[Brand | None, tuple[Problem, ...]]:
    """The brand of a folder, or what is wrong with it.

    Args:
        place: a folder with brand.yaml, or the file itself; its logo and fonts lie in the same folder or below.
        beside: the colours of the template it goes with; the brand's take their place.
    """
    file = place / FILE if place.is_dir() else place
    try:
        document = parse(file.read_text(encoding="utf-8"), str(file))
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem(code="brand-unreadable", where=Location(str(file)), message=f"cannot be read: {error}")
        return None, (problem,)
    except DocumentError as error:
        return None, error.problems
    problems = SCHEMA.problems(document)
    if problems:
        return None, problems
    reader = _Reader(document, file.parent)
    brand = reader.brand()
    problems = (*reader.problems, *_colour_problems(document, beside))
    return (None if problems else brand), problems


def _colour_problems(document: Document, beside: Mapping[str, Any]) -> Iterator[Problem]:
    """Only what the brand brought about: clashes of the template alone are the template's."""
    own = document.data.get("colours", {})
    before = {clash.message for clash in clashes(beside)}
    for clash in clashes({**beside, **own}, own):
        if clash.message not in before:
            path = ("colours", *_keys(clash.roles[0]))
            where, named = document.where(path), _field(path)
            yield Problem(code="brand-colour", where=where, message=clash.message, hint=clash.hint, field=named)


def _field(path: Keys) -> str:
    return "/".join(str(key) for key in path)


def _keys(role: str) -> Keys:
    name, _, number = role.partition("/")
    return (name, int(number) - 1) if number else (name,)


@dataclass(slots=True)
class _Reader:
    """Collects the problems of a document whose form is right."""

    document: Document
    folder: Path
    problems: tuple[Problem, ...] = ()

    def brand(self) -> Brand:
        raw = self.document.data
        fonts = raw.get("fonts", {})
        contact = raw.get("contact", {})
        return Brand(
            name=raw["name"],
            short=raw.get("short", raw["name"][:24]),
            logo=self._logo(raw["logo"]) if "logo" in raw else None,
            colours=raw.get("colours", {}),
            faces=tuple(one for stack in fonts for one in self._faces(stack, fonts[stack])),
            stacks={stack: _family(stack) for stack in STACKS if stack in fonts},
            legal=raw.get("legal", ""),
            contact=tuple((label, contact[key]) for key, label in CONTACTS.items() if key in contact),
            addresses=tuple(raw.get("addresses", ())),
        )

    def _logo(self, raw: Mapping[str, str]) -> Logo:
        light, dark = (self._picture(raw[key], ("logo", key)) if key in raw else "" for key in ("light", "dark"))
        return Logo(light=light, dark=dark)

    def _picture(self, name: str, path: Keys) -> str:
        content = self._content(name, path)
        if content is None:
            return ""
        if name.lower().endswith(".svg"):
            faults = vector_faults(content)
            for fault in faults:
                self._add("brand-logo", path, fault, "export it as plain SVG with all text turned into paths")
            return "" if faults else _address("image/svg+xml", vector_text(content).encode())
        try:
            return _address("image/png", raster.redrawn(content))
        except UnusableError as error:
            self._add("brand-logo", path, str(error), "give an SVG, a PNG or a JPEG")
            return ""

    def _faces(self, stack: str, raw: Mapping[str, str]) -> Iterator[Face]:
        for key, (weight, italic) in FACES.items():
            path = ("fonts", stack, key)
            content = self._content(raw[key], path) if key in raw else None
            if content is None:
                continue
            try:
                address = face.font_address(content)
            except UnusableError as error:
                self._add("brand-font", path, str(error), "give a TrueType or OpenType font whose licence allows it")
            else:
                yield Face(family=_family(stack), weight=weight, italic=italic, address=address)

    def _content(self, name: str, path: Keys) -> bytes | None:
        """A file of the folder, links resolved; None, with a problem, when it is elsewhere or not there."""
        file, folder = (self.folder / name).resolve(), self.folder.resolve()
        if not file.is_relative_to(folder) or not file.is_file():
            self._add("brand-file", path, f"there is no file {name!r} in the brand's folder", "put it there")
        elif file.stat().st_size > MOST_BYTES:
            self._add("brand-file", path, f"{name!r} is larger than {MOST_BYTES:,} bytes", "give a smaller one")
        else:
            return file.read_bytes()
        return None

    def _add(self, code: str, path: Keys, message: str, hint: str) -> None:
        where, named = self.document.where(path), _field(path)
        problem = Problem(code=code, where=where, message=message, hint=hint, field=named)
        self.problems = (*self.problems, problem)


def _family(stack: str) -> str:
    """A name no font of a template has."""
    return f"Brand {stack}"


def _address(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{b64encode(content).decode()}"


FACES: Mapping[str, tuple[int, bool]] = MappingProxyType(
    {"regular": (400, False), "italic": (400, True), "medium": (500, False), "semibold": (600, False)}
)

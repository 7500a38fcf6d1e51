"""A report template: a folder with template.yaml, its parts, style and fonts, perhaps based on a shipped one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bsc_audit.core.problems import RenderError
from bsc_audit.core.report.charts.svg import Palette
from bsc_audit.render.brand.model import Brand
from bsc_audit.render.brand.read import read_brand
from bsc_audit.render.folder import refuse_wild_folder
from bsc_audit.render.manifest import (
    ENTRY,
    LISTS,
    MANIFEST,
    PAGES,
    SINGLE,
    STYLE,
    Fault,
    Manifest,
    colour_faults,
    faults_of,
    font_faults,
    read_manifest,
)

__all__ = ["ENTRY", "Filters", "Section", "Template", "load_template"]

_PROPERTY = re.compile(r"var\(--([a-z0-9-]+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of the report, in order; `number` words the eyebrow: section, appendix or none."""

    part: str  # file name in parts/, without .html.j2
    title: str
    number: str
    each: str = ""  # once for every perspective or checklist
    bare: bool = False  # the part writes its own heading
    follows: bool = False  # it begins on the page where the section before it ends, if there is room, not on a new one


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What of the Report a template may show at all."""

    only: tuple[str, ...] = ()  # paths such as meta or scorecard.perspectives.title; () is everything
    most: Mapping[str, int] = field(default_factory=dict)  # members of a list, by path; the rest is left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A checked template."""

    folders: tuple[Path, ...]  # its own, then its base's: files are taken from the first that has them
    id: str
    title: str
    page: str  # a name of PAGES
    front: tuple[str, ...]  # cover, contents
    sections: tuple[Section, ...]
    charts: tuple[str, ...]
    filters: Filters
    names: Mapping[str, str]  # of files, `granted` and `otherwise`; empty where the id names them
    attach: bool  # whether the whole result may go with it, inside the PDF or beside it
    palette: Palette
    properties: Mapping[str, str]  # custom properties of the style sheet
    brand: Brand | None = None  # of the body that issues the report

    @property
    def folder(self) -> Path:
        """Its own folder."""
        return self.folders[0]

    def file_word(self, granted: bool) -> str:
        """What a file is named after: what the document turned out to be, else the template."""
        return self.names.get("granted" if granted else "otherwise", self.id)

    def file(self, name: str) -> Path:
        """Where a file of the template lies; in its own folder when there is none."""
        return next((path for folder in self.folders if (path := folder / name).is_file()), self.folder / name)

    def style(self) -> str:
        """The style sheets, the base's first, with their custom properties resolved: faster than var() is."""
        faces = "".join(f"{face.rule()}\n" for face in self.brand.faces) if self.brand else ""
        return faces + _PROPERTY.sub(lambda match: self.properties[match[1]], _styles(self.folders))


def load_template(
    folder: Path, *, charts: frozenset[str], shelves: Sequence[Path] = (), brand: Path | None = None
) -> Template:
    """Read and check a template folder.

    Args:
        folder: holds template.yaml and, unless its base has them, report.html.j2, style.css, parts/ and fonts/.
        charts: names of the charts that exist.
        shelves: folders of shipped templates, one of which it may be based on.
        brand: brand.yaml, or the folder it lies in; None for the template's own look.

    Raises:
        RenderError: with every problem found, those of the brand included.
    """
    refuse_wild_folder(folder, MANIFEST)
    manifest = read_manifest(folder, shelves)
    faults = [*faults_of(manifest, charts), *_property_faults(manifest)]
    colours = {} if any(colour_faults(manifest.raw["colours"])) else manifest.raw["colours"]
    worn, problems = read_brand(brand, colours) if brand else (None, ())
    if faults or problems:
        raise RenderError([*(manifest.problem(fault) for fault in faults), *problems])
    return _template(manifest, worn)


def _template(manifest: Manifest, brand: Brand | None) -> Template:
    raw = manifest.raw if brand is None else {**manifest.raw, **_worn(manifest.raw, brand)}
    filters = raw["filters"]
    return Template(
        folders=manifest.folders,
        id=raw["id"],
        title=raw["title"],
        page=raw["page"],
        front=tuple(raw["front"]),
        sections=tuple(Section(**section) for section in raw["sections"]),
        charts=tuple(raw["charts"]),
        filters=Filters(only=tuple(filters.get("only", ())), most=filters.get("most", {})),
        names=raw["file"],
        attach=raw["attach"],
        palette=_palette(raw["colours"]),
        properties=_properties(raw),
        brand=brand,
    )


def _worn(raw: Mapping[str, Any], brand: Brand) -> dict[str, Any]:
    """Colours and fonts with the brand's in front."""
    stacks = {
        name: [*([brand.stacks[name]] if name in brand.stacks else []), *raw["fonts"][name]] for name in raw["fonts"]
    }
    return {"colours": {**raw["colours"], **brand.colours}, "fonts": stacks}


def _styles(folders: Sequence[Path]) -> str:
    files = [folder / STYLE for folder in reversed(folders) if (folder / STYLE).is_file()]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def _property_faults(manifest: Manifest) -> Iterator[Fault]:
    raw = manifest.raw
    if raw["page"] not in PAGES or any(colour_faults(raw["colours"])) or any(font_faults(raw["fonts"])):
        return
    used = set(_PROPERTY.findall(_styles(manifest.folders)))
    for name in sorted(used - set(_properties(raw))):
        yield "template-property", f"{STYLE} names var(--{name}), which template.yaml does not give", ()


def _palette(colours: Mapping[str, Any]) -> Palette:
    found: dict[str, Any] = {name: colours[name] for name in SINGLE}
    found.update((name, tuple(colours[name])) for name in LISTS)
    return Palette(**found)


def _properties(raw: Mapping[str, Any]) -> dict[str, str]:
    """Everything style.css may name: colours, tones, font stacks and the page."""
    colours, (width, height) = raw["colours"], PAGES[raw["page"]]
    page = {"page": raw["page"], "page-width": width, "page-height": height}
    stacks = {name: ",".join(f'"{family}"' for family in stack) for name, stack in raw["fonts"].items()}
    singles = {name: colours[name] for name in SINGLE}
    tones = {f"tone-{number}": tone for number, tone in enumerate(colours["tones"], 1)}
    heats = {f"heat-{number}": heat for number, heat in enumerate(colours["heat"])}
    return {**page, **stacks, **singles, **tones, **heats}

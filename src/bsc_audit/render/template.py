"""A report template: a folder with template.yaml, its parts, style and fonts. Loaded strictly, all problems at once."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bsc_audit.core.problems import Location, Problem, RenderError
from bsc_audit.core.report.charts.svg import Palette

PAGES: Mapping[str, tuple[str, str]] = {"A4": ("210mm", "297mm"), "Letter": ("215.9mm", "279.4mm")}
MANIFEST = "template.yaml"
ENTRY = "report.html.j2"
STYLE = "style.css"

_FAMILY = re.compile(r"[A-Za-z0-9 ]+")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_SINGLE = ("ink", "text", "muted", "rule", "pale", "accent", "gold", "good", "fair", "poor", "bad", "none")
_LISTS = ("tones", "lights", "heat")
_KEYS = frozenset({"id", "title", "page", "sections", "charts", "fonts", "colours"})
_STACKS = frozenset({"sans", "serif", "mono"})
_PROPERTY = re.compile(r"var\(--([a-z0-9-]+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of the report, in order; `number` words the eyebrow: section, appendix or none."""

    part: str  # file name in parts/, without .html.j2
    title: str
    number: str
    each: bool = False  # once for every perspective


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A checked template."""

    folder: Path
    id: str
    title: str
    page: str  # a name of PAGES
    sections: tuple[Section, ...]
    charts: tuple[str, ...]
    palette: Palette
    properties: Mapping[str, str]  # custom properties of the style sheet

    def style(self) -> str:
        """The style sheet with its custom properties resolved, which renders faster than var() does."""
        text = (self.folder / STYLE).read_text(encoding="utf-8")
        return _PROPERTY.sub(lambda match: self.properties[match[1]], text)


def load_template(folder: Path, *, charts: frozenset[str]) -> Template:
    """Read and check a template folder.

    Args:
        folder: holds template.yaml, report.html.j2, style.css, parts/ and fonts/.
        charts: names of the charts that exist.

    Raises:
        RenderError: with every problem found.
    """
    manifest = folder / MANIFEST
    raw = _read(manifest)
    problems = [
        Problem(code=code, where=Location(str(manifest)), message=m) for code, m in _faults(folder, raw, charts)
    ]
    if problems:
        raise RenderError(problems)
    return Template(
        folder=folder,
        id=raw["id"],
        title=raw["title"],
        page=raw["page"],
        sections=tuple(Section(**section) for section in raw["sections"]),
        charts=tuple(raw["charts"]),
        palette=_palette(raw["colours"]),
        properties=_properties(raw),
    )


def _read(manifest: Path) -> dict[str, Any]:
    try:
        raw = yaml.safe_load(manifest.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = f"cannot be read: {error}"
        raise RenderError(
            [Problem(code="template-unreadable", where=Location(str(manifest)), message=reason)]
        ) from error
    if not isinstance(raw, dict) or set(raw) != _KEYS:
        message = f"needs exactly the keys {', '.join(sorted(_KEYS))}"
        raise RenderError([Problem(code="template-keys", where=Location(str(manifest)), message=message)])
    return raw


def _faults(folder: Path, raw: dict[str, Any], charts: frozenset[str]) -> Iterator[tuple[str, str]]:
    if raw["page"] not in PAGES:
        yield "template-page", f"page {raw['page']!r} is not one of {', '.join(PAGES)}"
    for name in (ENTRY, STYLE):
        if not (folder / name).is_file():
            yield "template-file", f"{name} is missing"
    for name in _listed(raw["charts"]):
        if name not in charts:
            yield "template-chart", f"there is no chart {name!r}; choose from {', '.join(sorted(charts))}"
    for section in _listed(raw["sections"]):
        yield from _section_faults(folder, section)
    sound = not (faults := [*_colour_faults(raw["colours"]), *_font_faults(raw["fonts"])])
    yield from faults
    if sound and raw["page"] in PAGES and (folder / STYLE).is_file():
        yield from _property_faults(folder, raw)


def _listed(found: Any) -> list[Any]:
    """A list as it is; anything else as its only member, for the message to show."""
    return found if isinstance(found, list) else [found]


def _section_faults(folder: Path, section: Any) -> Iterator[tuple[str, str]]:
    needed, allowed = {"part", "title", "number"}, {"part", "title", "number", "each"}
    if not isinstance(section, dict) or not needed <= set(section) <= allowed:
        yield "template-section", f"section {section!r} needs part, title and number, and may have each"
    elif not re.fullmatch(r"[a-z0-9_-]+", str(section["part"])):
        yield "template-section", f"part {section['part']!r} is no plain file name"
    elif not (folder / "parts" / f"{section['part']}.html.j2").is_file():
        yield "template-file", f"parts/{section['part']}.html.j2 is missing"
    elif section["number"] not in ("section", "appendix", "none"):
        yield "template-section", f"number {section['number']!r} is not section, appendix or none"


def _property_faults(folder: Path, raw: dict[str, Any]) -> Iterator[tuple[str, str]]:
    used = set(_PROPERTY.findall((folder / STYLE).read_text(encoding="utf-8")))
    for name in sorted(used - set(_properties(raw))):
        yield "template-property", f"{STYLE} names var(--{name}), which template.yaml does not give"


def _colour_faults(colours: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(colours, dict):
        yield "template-colour", "colours needs a mapping of names to #rrggbb"
        return
    for name in (*_SINGLE, *_LISTS):
        found = colours.get(name)
        each = found if isinstance(found, list) else [found]
        if isinstance(found, list) != (name in _LISTS) or not all(_COLOUR.fullmatch(str(one)) for one in each):
            yield "template-colour", f"colour {name!r} is {found!r}, not #rrggbb" + (" each" if name in _LISTS else "")


def _palette(colours: Mapping[str, Any]) -> Palette:
    found: dict[str, Any] = {name: colours[name] for name in _SINGLE}
    found.update((name, tuple(colours[name])) for name in _LISTS)
    return Palette(**found)


def _font_faults(fonts: Any) -> Iterator[tuple[str, str]]:
    families = [one for stack in fonts.values() for one in _listed(stack)] if isinstance(fonts, dict) else []
    named = all(isinstance(one, str) and _FAMILY.fullmatch(one) for one in families)
    if not isinstance(fonts, dict) or set(fonts) != _STACKS or not named:
        yield "template-font", "fonts needs sans, serif and mono, each a list of family names of letters and digits"


def _properties(raw: Mapping[str, Any]) -> dict[str, str]:
    """Everything style.css may name: colours, tones, font stacks and the page."""
    colours, (width, height) = raw["colours"], PAGES[raw["page"]]
    page = {"page": raw["page"], "page-width": width, "page-height": height}
    stacks = {name: ",".join(f'"{family}"' for family in stack) for name, stack in raw["fonts"].items()}
    singles = {name: colours[name] for name in _SINGLE}
    tones = {f"tone-{number}": tone for number, tone in enumerate(colours["tones"], 1)}
    heats = {f"heat-{number}": heat for number, heat in enumerate(colours["heat"])}
    return {**page, **stacks, **singles, **tones, **heats}

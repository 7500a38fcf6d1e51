"""template.yaml: read, completed from the template it is based on, and checked; every problem with its line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bsc_audit.core.documents.parse import LOADER
from bsc_audit.core.problems import Location, Problem, RenderError
from bsc_audit.render.paths import list_paths, report_paths

PAGES: Mapping[str, tuple[str, str]] = {
    "A4": ("210mm", "297mm"),
    "Letter": ("215.9mm", "279.4mm"),
    "A4 landscape": ("297mm", "210mm"),
    "Letter landscape": ("279.4mm", "215.9mm"),
}
MANIFEST = "template.yaml"
ENTRY = "report.html.j2"
STYLE = "style.css"
FRONT = ("cover", "contents")
EACH = ("perspective", "checklist")
SINGLE = ("ink", "text", "muted", "rule", "pale", "accent", "gold", "good", "fair", "poor", "bad", "none")
LISTS = ("tones", "lights", "heat")

_NEEDED = frozenset({"id", "title", "sections", "charts"})
_INHERITED = frozenset({"page", "fonts", "colours"})  # needed too, unless a base has them
_DEFAULTS: Mapping[str, Any] = {"front": list(FRONT), "filters": {}, "attach": True, "file": {}}
_STANDINGS = ("granted", "otherwise")  # a file may be named by what the document turned out to be
_SWITCHES = ("bare", "follows")  # of a section
_STACKS = frozenset({"sans", "serif", "mono"})
_NAME = re.compile(r"[a-z0-9_-]+")
_FAMILY = re.compile(r"[A-Za-z0-9 ]+")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")

Fault = tuple[str, str, tuple[str | int, ...]]  # code, message, path inside the manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What template.yaml says, checked but for the files it names."""

    raw: Mapping[str, Any]
    folders: tuple[Path, ...]  # where its files are looked for: its own, then its base's
    root: yaml.Node

    def problem(self, fault: Fault) -> Problem:
        """A fault with the line it stands on."""
        code, message, path = fault
        return Problem(code=code, where=_place(self.folders[0] / MANIFEST, self.root, path), message=message)

    def file(self, name: str) -> Path | None:
        """The first file of that name; None when no folder has it."""
        return next((path for folder in self.folders if (path := folder / name).is_file()), None)


def read_manifest(folder: Path, shelves: Sequence[Path]) -> Manifest:
    """The manifest of a template folder with what its base gives.

    Args:
        folder: holds template.yaml.
        shelves: folders of shipped templates; `base` names a folder in one of them, and nothing else.

    Raises:
        RenderError: it cannot be read, lacks a key, or its base is none.
    """
    raw, root = _read(folder / MANIFEST)
    own = Manifest(raw=raw, folders=(folder,), root=root)
    if "base" not in raw:
        return _complete(own, _DEFAULTS)
    below = _base(own, shelves)
    given, _ = _read(below / MANIFEST)
    inherited = {key: given[key] for key in _INHERITED & set(given)}
    own = Manifest(raw=_bounded(raw, given), folders=(folder, below), root=root)
    return _complete(own, {**_DEFAULTS, **inherited})


def _bounded(raw: Mapping[str, Any], below: Mapping[str, Any]) -> dict[str, Any]:
    """Lists are cut where the base cuts them, unless the template gives a number of its own."""
    own, given = raw.get("filters", {}), below.get("filters", {}).get("most", {})
    if not isinstance(own, dict) or not isinstance(own.get("most", {}), dict):
        return dict(raw)
    return {**raw, "filters": {**own, "most": {**given, **own.get("most", {})}}}


def _read(file: Path) -> tuple[dict[str, Any], yaml.Node]:
    try:
        reader = LOADER(file.read_text(encoding="utf-8"))
        root = reader.get_single_node()
        raw = None if root is None else reader.construct_document(root)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        where = Location(str(file), mark.line + 1, mark.column + 1) if mark else Location(str(file))
        problem = Problem(code="template-unreadable", where=where, message=f"cannot be read: {error}")
        raise RenderError([problem]) from error
    if not isinstance(raw, dict) or root is None:
        message = f"needs the keys {', '.join(sorted(_NEEDED))}"
        raise RenderError([Problem(code="template-keys", where=Location(str(file)), message=message)])
    return raw, root


def _base(own: Manifest, shelves: Sequence[Path]) -> Path:
    """The folder of the base, which has none itself."""
    name = str(own.raw["base"])
    found = [shelf / name for shelf in shelves if _NAME.fullmatch(name) and (shelf / name / MANIFEST).is_file()]
    if not found:
        raise RenderError([own.problem(("template-base", f"there is no shipped template {name!r}", ("base",)))])
    if "base" in _read(found[0] / MANIFEST)[0]:
        message = f"{name!r} is based on another template itself; name that one"
        raise RenderError([own.problem(("template-base", message, ("base",)))])
    return found[0]


def _complete(own: Manifest, defaults: Mapping[str, Any]) -> Manifest:
    """With every key, or a problem for each that is missing or unknown."""
    known = {*_NEEDED, *_INHERITED, *_DEFAULTS, "base"}
    whole = {**defaults, **own.raw}
    faults: list[Fault] = [("template-keys", f"there is no key {key!r}", (key,)) for key in own.raw if key not in known]
    lacking = (_NEEDED | _INHERITED) - set(whole)
    faults += [("template-keys", f"the key {key!r} is missing", ()) for key in sorted(lacking)]
    if faults:
        raise RenderError([own.problem(fault) for fault in faults])
    return Manifest(raw=whole, folders=own.folders, root=own.root)


def _place(file: Path, node: yaml.Node, path: tuple[str | int, ...]) -> Location:
    """The line of a value, or of the last thing on the way to it that is there."""
    for step in path:
        below = _below(node, step)
        if below is None:
            break
        node = below
    return Location(str(file), node.start_mark.line + 1, node.start_mark.column + 1)


def _below(node: yaml.Node, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        found: yaml.Node = node.value[step]
        return found
    return None


def faults_of(manifest: Manifest, charts: frozenset[str]) -> Iterator[Fault]:
    """Everything wrong with the values of a manifest and the files it names."""
    raw = manifest.raw
    if raw["page"] not in PAGES:
        yield "template-page", f"page {raw['page']!r} is not one of {', '.join(PAGES)}", ("page",)
    for name in (ENTRY, STYLE):
        if manifest.file(name) is None:
            yield "template-file", f"{name} is missing", ()
    for number, name in enumerate(_listed(raw["charts"])):
        if name not in charts:
            message = f"there is no chart {name!r}; choose from {', '.join(sorted(charts))}"
            yield "template-chart", message, ("charts", number)
    for number, section in enumerate(_listed(raw["sections"])):
        yield from _section_faults(manifest, section, number)
    yield from _front_faults(raw["front"])
    yield from _filter_faults(raw["filters"])
    yield from _file_faults(raw["file"])
    if not isinstance(raw["attach"], bool):
        yield "template-attach", f"attach {raw['attach']!r} is not true or false", ("attach",)
    yield from colour_faults(raw["colours"])
    yield from font_faults(raw["fonts"])


def _listed(found: Any) -> list[Any]:
    """A list as it is; anything else as its only member, for the message to show."""
    return found if isinstance(found, list) else [found]


def _section_faults(manifest: Manifest, section: Any, number: int) -> Iterator[Fault]:
    at = ("sections", number)
    needed, allowed = {"part", "title", "number"}, {"part", "title", "number", "each", *_SWITCHES}
    if not isinstance(section, dict) or not needed <= set(section) <= allowed:
        yield (
            "template-section",
            f"section {section!r} needs part, title and number, and may have each, bare and follows",
            at,
        )
    elif not _NAME.fullmatch(str(section["part"])):
        yield "template-section", f"part {section['part']!r} is no plain file name", at
    elif manifest.file(f"parts/{section['part']}.html.j2") is None:
        yield "template-file", f"parts/{section['part']}.html.j2 is missing", at
    elif section["number"] not in ("section", "appendix", "none"):
        yield "template-section", f"number {section['number']!r} is not section, appendix or none", at
    elif section.get("each", EACH[0]) not in EACH:
        yield "template-section", f"each {section['each']!r} is not one of {', '.join(EACH)}", at
    for key in _SWITCHES if isinstance(section, dict) else ():
        if not isinstance(section.get(key, False), bool):
            yield "template-section", f"{key} {section[key]!r} is not true or false", at


def _front_faults(front: Any) -> Iterator[Fault]:
    for number, one in enumerate(_listed(front)):
        if one not in FRONT:
            yield "template-front", f"front {one!r} is not one of {', '.join(FRONT)}", ("front", number)


def _file_faults(file: Any) -> Iterator[Fault]:
    named = isinstance(file, dict) and (not file or set(file) == set(_STANDINGS))
    if not named or not all(isinstance(one, str) and _NAME.fullmatch(one) for one in file.values()):
        message = f"file {file!r} gives no plain word for each of {' and '.join(_STANDINGS)}"
        yield "template-name", message, ("file",)


def _filter_faults(filters: Any) -> Iterator[Fault]:
    """`only` names paths of the Report, `most` a number for each list it cuts."""
    if not isinstance(filters, dict) or not set(filters) <= {"only", "most"}:
        yield "template-filter", "filters may have only and most", ("filters",)
        return
    only, most = filters.get("only", []), filters.get("most", {})
    for number, path in enumerate(_listed(only)):
        if str(path) not in report_paths():
            yield "template-filter", f"the Report has no {path!r}", ("filters", "only", number)
    if not isinstance(most, dict):
        yield "template-filter", f"most {most!r} is not a number for each list", ("filters", "most")
        return
    for path, number in most.items():
        if path not in list_paths() or not isinstance(number, int) or isinstance(number, bool) or number < 1:
            yield "template-filter", f"{path}: {number!r} cuts no list of the Report", ("filters", "most", path)


def colour_faults(colours: Any) -> Iterator[Fault]:
    """Colours that are missing or none."""
    if not isinstance(colours, dict):
        yield "template-colour", "colours needs a mapping of names to #rrggbb", ("colours",)
        return
    for name in (*SINGLE, *LISTS):
        found = colours.get(name)
        each = found if isinstance(found, list) else [found]
        if isinstance(found, list) != (name in LISTS) or not all(_COLOUR.fullmatch(str(one)) for one in each):
            message = f"colour {name!r} is {found!r}, not #rrggbb" + (" each" if name in LISTS else "")
            yield "template-colour", message, ("colours", name)


def font_faults(fonts: Any) -> Iterator[Fault]:
    """Font stacks that are missing, or names that could end a CSS string."""
    families = [one for stack in fonts.values() for one in _listed(stack)] if isinstance(fonts, dict) else []
    named = all(isinstance(one, str) and _FAMILY.fullmatch(one) for one in families)
    if not isinstance(fonts, dict) or set(fonts) != _STACKS or not named:
        message = "fonts needs sans, serif and mono, each a list of family names of letters and digits"
        yield "template-font", message, ("fonts",)

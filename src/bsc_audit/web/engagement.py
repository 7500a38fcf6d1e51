"""Terms of an assessment as a form: every field under the name its JSON pointer has, so that what is refused finds it.

What is stored and what was typed have one shape, nested as the evidence folder writes it, so one template shows both.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from bsc_audit.app.service.assessments import Terms
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.stored import Json
from bsc_audit.app.service.refusals import Flaw, Invalid
from bsc_audit.web.forms import Form

MOST_ROWS = 200  # of one table


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One field of a row."""

    id: str
    title: str
    kind: str = "text"  # text, number or tick
    needed: bool = False
    width: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A table of the engagement that grows by a row at a time."""

    path: str  # in the terms, with dots
    title: str
    hint: str
    one: str  # what a row is called
    columns: tuple[Column, ...]


def stored_terms(assessment: Assessment) -> dict[str, Any]:
    """What is stored, in the shape of the form."""
    return {
        "title": assessment.title,
        "as_of": assessment.as_of.isoformat(),
        "period": assessment.period,
        "language": assessment.language,
        "lead": (assessment.lead or "").removeprefix("person:"),
        "previous_id": assessment.previous_id or "",
        "engagement": assessment.engagement,
    }


def typed_terms(form: Form, before: Json) -> dict[str, Any]:
    """What was typed; of the engagement, what the form has no field for stays as it is stored."""
    plain = {name: form.text(name) for name in ("title", "as_of", "period", "language", "lead", "previous_id")}
    return {**plain, "engagement": _engagement(form, before)}


def terms_of(typed: Mapping[str, Any], form: Form) -> Terms:
    """Terms as the use case takes them.

    Raises:
        Invalid: what every engagement says is missing, or there is no such day.
    """
    missing = [(name, detail) for name, detail in NEEDED if not value_at(typed, name)]
    if missing:
        raise _missing(*missing)
    as_of = form.day("as_of")
    if as_of is None:
        raise _missing(("as_of", "say up to which day evidence counts"))
    return Terms(
        title=typed["title"],
        as_of=as_of,
        period=typed["period"],
        language=typed["language"],
        engagement=typed["engagement"],
        lead=f"person:{typed['lead']}" if typed["lead"] else None,
        previous_id=typed["previous_id"] or None,
    )


def with_row(typed: dict[str, Any], path: str) -> None:
    """Add an empty row to a table of what was typed; nothing where there is no such table, or it is full."""
    if path in TABLES:
        rows = _table(typed, path)
        _put(typed, path, [*rows, {}][:MOST_ROWS])


def without_row(typed: dict[str, Any], place: str) -> None:
    """Take a row out, named by its table and number; nothing where there is none."""
    path, _, number = place.rpartition(".")
    if path in TABLES and number.isascii() and number.isdigit():
        _put(typed, path, [row for at, row in enumerate(_table(typed, path)) if at != int(number)])


def value_at(typed: Mapping[str, Any], path: str) -> Any:
    """What stands at a path; "" where nothing does."""
    value: Any = typed
    for part in path.split("."):
        if isinstance(value, Mapping):
            value = value.get(part, "")
        else:
            index = int(part) if part.isdigit() else -1
            value = value[index] if isinstance(value, Sequence) and 0 <= index < len(value) else ""
    return "" if value is None else value


def _engagement(form: Form, before: Json) -> dict[str, Any]:
    made: dict[str, Any] = {**before}
    for path in TEXTS:
        _put_in(made, path, form.text(f"engagement.{path}") or None)
    for path in LINES:
        _put_in(
            made, path, [line for one in form.text(f"engagement.{path}").split("\n") if (line := one.strip())] or None
        )
    for rows in TABLES.values():
        _put_in(made, rows.path.removeprefix("engagement."), _rows(form, rows) or None)
    return made


def _rows(form: Form, rows: Rows) -> list[dict[str, Any]]:
    """The rows that hold anything, in the order of their numbers."""
    numbers = {_number(name, rows.path) for name in form.fields} - {None}
    found = [_row(form, rows, number) for number in sorted(numbers, key=lambda one: one or 0)][:MOST_ROWS]
    return [_named(row) if rows.path == "engagement.sites" else row for row in found if any(row.values())]


def _row(form: Form, rows: Rows, number: int | None) -> dict[str, Any]:
    cells = {one.id: _cell(form, f"{rows.path}.{number}.{one.id}", one) for one in rows.columns}
    return {name: value for name, value in cells.items() if value not in (None, "")}


def _cell(form: Form, name: str, column: Column) -> Any:
    text = form.text(name)
    if column.kind == "tick":
        return form.ticked(name) or None
    if column.kind == "number" and text.isascii() and text.isdigit():
        return int(text)
    return text  # of a number that is none, the text: the schema says so, at its place


def _named(site: dict[str, Any]) -> dict[str, Any]:
    """A site that has a name only gets an id from it."""
    if site.get("id") or not site.get("name"):
        return site
    return {"id": re.sub(r"[^a-z0-9]+", "-", site["name"].lower()).strip("-")[:40] or "site", **site}


def _number(name: str, path: str) -> int | None:
    part = name.removeprefix(f"{path}.").partition(".")[0] if name.startswith(f"{path}.") else ""
    return int(part) if part.isascii() and part.isdigit() and len(part) < 5 else None


def _table(typed: Mapping[str, Any], path: str) -> list[Any]:
    found = value_at(typed, path)
    return list(found) if isinstance(found, Sequence) and not isinstance(found, str) else []


def _put(typed: dict[str, Any], path: str, value: Any) -> None:
    _put_in(typed["engagement"], path.removeprefix("engagement."), value)


def _put_in(made: dict[str, Any], path: str, value: Any) -> None:
    """Set a value, or take out what is empty; mappings on the way are copied, for they may be stored ones."""
    first, _, rest = path.partition(".")
    if rest:
        inner = {**(made.get(first) or {})}
        _put_in(inner, rest, value)
        value = inner or None
    if value is None:
        made.pop(first, None)
    else:
        made[first] = value


def _missing(*fields: tuple[str, str]) -> Invalid:
    flaws = [Flaw(pointer=f"/{name.replace('.', '/')}", code="missing", detail=detail) for name, detail in fields]
    return Invalid("something is missing", flaws=tuple(flaws))


NEEDED = (
    ("title", "give the assessment a title"),
    ("engagement.organisation.name", "say who is assessed"),
    ("engagement.scope.statement", "say what is assessed, and what for"),
)


TEXTS = (
    "organisation.name",
    "organisation.short",
    "organisation.address",
    "organisation.sector",
    "organisation.size",
    "scope.statement",
    "independence",
    "dates.from",
    "dates.to",
    "illustrative",
)
LINES = ("scope.functions", "units")

_ALL = (
    Rows(
        path="engagement.scope.excluded",
        title="Left out of the scope",
        hint="What the assessment does not cover, and why: the report says so.",
        one="exclusion",
        columns=(Column(id="what", title="What", needed=True), Column(id="why", title="Why", needed=True)),
    ),
    Rows(
        path="engagement.sites",
        title="Sites",
        hint="Branches, centres and channels in scope.",
        one="site",
        columns=(
            Column(id="name", title="Name", needed=True),
            Column(id="kind", title="Kind"),
            Column(id="id", title="Short id", width="narrow"),
            Column(id="visited", title="Visited", kind="tick", width="narrow"),
        ),
    ),
    Rows(
        path="engagement.team",
        title="Team",
        hint="Who assesses. Roles are in your words.",
        one="member",
        columns=(
            Column(id="name", title="Name", needed=True),
            Column(id="role", title="Role"),
            Column(id="organisation", title="Organisation"),
        ),
    ),
    Rows(
        path="engagement.participants",
        title="Participants",
        hint="The client's people who take part, by role rather than by name.",
        one="participant",
        columns=(Column(id="role", title="Role", needed=True),),
    ),
    Rows(
        path="engagement.sampling",
        title="Sampling plan",
        hint="One row a stratum: how many there are, how many are to be seen, how many were. Leave unknown numbers blank.",
        one="stratum",
        columns=(
            Column(id="what", title="What is sampled", needed=True),
            Column(id="population", title="Population", kind="number", width="narrow"),
            Column(id="planned", title="Planned", kind="number", width="narrow"),
            Column(id="achieved", title="Achieved", kind="number", needed=True, width="narrow"),
            Column(id="method", title="How they are chosen", needed=True),
        ),
    ),
)
TABLES: Mapping[str, Rows] = MappingProxyType({one.path: one for one in _ALL})

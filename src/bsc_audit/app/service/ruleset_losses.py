"""What another ruleset cannot read of visits, reviews and remarks, and remarks without it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bsc_audit.app.service.folder import REMARKS, Folder, Rows, counts, folder_of
from bsc_audit.app.service.model.stored import Json
from bsc_audit.app.service.model.visit import ContactReview, Visit
from bsc_audit.app.service.score import demand_acceptable
from bsc_audit.core.problems import EvidenceError, Problem
from bsc_audit.core.ruleset.model import Ruleset


@dataclass(frozen=True, slots=True, kw_only=True)
class LostRecord:
    """A visit or review that the other ruleset cannot read."""

    record: Visit | ContactReview
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LostRemark:
    """A remark about something the other ruleset does not know."""

    key: str  # list it stands in, such as differences, or mapping, such as controls
    content: Any  # the member of the list; of a mapping, the member's name with what it says
    reason: str


def problems_of(ruleset: Ruleset, folder: Folder) -> Sequence[Problem]:
    """Everything the engine refuses, pointed into the folder's files; () when it takes it."""
    try:
        demand_acceptable(ruleset, folder)
    except EvidenceError as error:
        return error.problems
    return ()


def steps_of(problem: Problem) -> list[str]:
    """The file a problem is pointed into, then the way to its value."""
    parts = problem.field.removeprefix("/").split("/")
    return [part.replace("~1", "/").replace("~0", "~") for part in parts]


def lost_records(rows: Rows, ruleset: Ruleset) -> tuple[LostRecord, ...]:
    """Visits and reviews the ruleset cannot read, by the first problem of each."""
    folder = folder_of(replace(rows, answers=(), points=(), remarks=None), ruleset)
    stored: dict[str, Visit | ContactReview] = {one.client_id: one for one in rows.visits if counts(one)}
    stored |= {one.external_id: one for one in rows.reviews if counts(one)}
    found: dict[str, str] = {}
    for file, key, *below, problem in _listed(problems_of(ruleset, folder)):
        if file.partition("/")[0] in ("visits", "reviews"):
            found.setdefault(folder.files[file][key][int(below[0])]["id"], problem.message)
    return tuple(LostRecord(record=stored[name], reason=reason) for name, reason in found.items())


def lost_remarks(rows: Rows, ruleset: Ruleset, records: Sequence[LostRecord]) -> tuple[LostRemark, ...]:
    """Remarks about what the ruleset, or one of the records that are left, does not have."""
    gone = {lost.record.id for lost in records}
    left = replace(
        rows,
        answers=(),
        points=(),
        visits=[one for one in rows.visits if one.id not in gone],
        reviews=[one for one in rows.reviews if one.id not in gone],
    )
    folder = folder_of(left, ruleset)
    problems = problems_of(ruleset, folder)
    listed: dict[tuple[str, int], str] = {}
    for file, key, *below, problem in _listed(problems):
        if file == REMARKS:
            listed.setdefault((key, int(below[0])), problem.message)
    said = folder.files.get(REMARKS, {})
    members = [LostRemark(key=key, content=said[key][at], reason=why) for (key, at), why in sorted(listed.items())]
    return (*members, *_lost_named(problems, said))


def _lost_named(problems: Sequence[Problem], said: Json) -> Iterator[LostRemark]:
    """Members of mappings among the remarks, each by its first problem."""
    found: dict[tuple[str, str], str] = {}
    for problem in problems:
        match steps_of(problem):
            case [file, key, name, *_] if file == REMARKS and key in NAMED:
                found.setdefault((key, name), problem.message)
    for (key, name), why in sorted(found.items()):
        yield LostRemark(key=key, content={name: said[key][name]}, reason=why)


def without(content: Json, lost: Sequence[LostRemark]) -> dict[str, Any]:
    """Remarks without those that are lost."""
    return {key: _left(value, [one.content for one in lost if one.key == key]) for key, value in content.items()}


def with_again(content: Json, lost: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Remarks with those that were lost put back: at the end of their lists, under their names."""
    found = dict(content)
    for one in lost:
        key, member = one["key"], one["content"]
        if key in NAMED:
            found[key] = {**member, **found.get(key, {})}  # what was said since stands
        else:
            found[key] = [*found.get(key, ()), member]
    return found


def _left(value: Any, gone: Sequence[Any]) -> Any:
    if isinstance(value, list):
        return [one for one in value if one not in gone]
    names = {name for one in gone for name in one}
    return {name: one for name, one in value.items() if name not in names} if isinstance(value, Mapping) else value


NAMED = ("controls",)  # remarks that are mappings by what they are about


def _listed(problems: Sequence[Problem]) -> Iterator[tuple[Any, ...]]:
    """File, key, index and so on of every problem about a member of a list, then the problem."""
    for problem in problems:
        steps = steps_of(problem)
        if len(steps) > 3 and steps[0] in ("visits", "reviews"):
            steps = [f"{steps[0]}/{steps[1]}", *steps[2:]]
        if len(steps) > 2 and steps[2].isdigit():
            yield (*steps, problem)

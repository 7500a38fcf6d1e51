"""Rulesets of the library, and checks of given ones; nothing is stored and nobody has to sign in."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from bsc_audit.api.answers import Reply, shown
from bsc_audit.api.conditional import IfNoneMatch, is_known
from bsc_audit.api.schemas.rulesets import (
    DifferenceOut,
    DiffIn,
    DiffOut,
    RulesetChecked,
    RulesetChoice,
    RulesetIn,
    RulesetOut,
    RulesetsOut,
)
from bsc_audit.api.schemas.score import RulesetRef
from bsc_audit.app.plain_data import plain
from bsc_audit.app.ports import Library
from bsc_audit.app.service.refusals import NotFound, invalid
from bsc_audit.app.service.ruleset_diff import differences
from bsc_audit.app.service.trial import given_ruleset, pointed_files, read_given, try_ruleset
from bsc_audit.core.problems import RulesetError
from bsc_audit.core.ruleset.model import Ruleset

router = APIRouter(prefix="/rulesets", tags=["rulesets"])


@router.get("", response_model=RulesetsOut)
def list_rulesets(request: Request) -> Response:
    """Every ruleset of the library."""
    library: Library = request.app.state.wiring.library
    names = [{"id": ruleset, "version": version} for ruleset, version in library.rulesets()]
    return shown(RulesetsOut.model_validate({"items": names})).response()


@router.get("/{ruleset_id}/{version}", response_model=RulesetOut)
def get_ruleset(request: Request, ruleset_id: str, version: str, if_none_match: IfNoneMatch = None) -> Response:
    """One ruleset as a person reads it: the tree with weights, the rules, the awards."""
    ruleset = _of_library(request, ruleset_id, version)
    tag = f'"{ruleset.digest}"'
    if is_known(if_none_match, tag):
        return Response(status_code=304, headers={"etag": tag})
    reply = shown(RulesetOut.model_validate(_readable(ruleset)))
    return Reply(status=200, body=reply.body, headers={**reply.headers, "etag": tag}).response()


@router.post("/validate", response_model=RulesetChecked)
def validate_ruleset(request: Request, body: RulesetIn) -> Response:
    """Check a ruleset under every profile it declares; every problem with its place."""
    given = read_given(body.ruleset, body.questionnaires)
    try:
        ruleset = try_ruleset(request.app.state.wiring.library, given)
    except RulesetError as error:
        raise pointed_files(error, body.ruleset, at="/ruleset") from error
    return shown(RulesetChecked.model_validate(_counted(ruleset))).response()


@router.post("/diff", response_model=DiffOut)
def diff_rulesets(request: Request, body: DiffIn) -> Response:
    """What differs between two rulesets: entries added, removed and changed, field by field."""
    before, after = _chosen(request, body.before, "/before"), _chosen(request, body.after, "/after")
    found = [DifferenceOut.model_validate(plain(one)) for one in differences(before, after)]
    out = DiffOut(before=_ref(before), after=_ref(after), same=before.digest == after.digest, differences=found)
    return shown(out).response()


def _of_library(request: Request, ruleset_id: str, version: str) -> Ruleset:
    """A ruleset of the library.

    Raises:
        NotFound: there is none of this id and version.
    """
    library: Library = request.app.state.wiring.library
    if (ruleset_id, version) not in library.rulesets():
        raise NotFound(f"there is no ruleset {ruleset_id} {version}")
    found: Ruleset = request.app.state.compiled.get(ruleset_id, version)
    return found


def _named(request: Request, ruleset_id: str, version: str, at: str) -> Ruleset:
    """A ruleset a body names: that there is none is a mistake in the body."""
    try:
        return _of_library(request, ruleset_id, version)
    except NotFound as error:
        raise invalid(at, "unknown-ruleset", error.detail) from error


def _chosen(request: Request, choice: RulesetChoice, at: str) -> Ruleset:
    named = choice.id is not None and choice.version is not None
    if named == bool(choice.ruleset):
        raise invalid(at, "ruleset-choice", "give id and version, or the texts of a ruleset, one of the two")
    if choice.id is not None and choice.version is not None:
        return _named(request, choice.id, choice.version, at)
    try:
        given = read_given(choice.ruleset, choice.questionnaires)
        return given_ruleset(request.app.state.wiring.library, given)
    except RulesetError as error:
        raise pointed_files(error, choice.ruleset, at=f"{at}/ruleset") from error


def _ref(ruleset: Ruleset) -> RulesetRef:
    return RulesetRef(id=ruleset.id, version=ruleset.version, digest=ruleset.digest)


def _counted(ruleset: Ruleset) -> Mapping[str, Any]:
    told = {name: getattr(ruleset, name) for name in ("id", "version", "digest", "title", "status")}
    counts = {"criteria": ruleset.criteria, "indicators": ruleset.indicators, "rules": ruleset.rules}
    numbers = {name: len(entries) for name, entries in counts.items()}
    return {**told, **numbers, "awards": len(ruleset.decision.awards), "profiles": list(ruleset.profiles)}


def _readable(ruleset: Ruleset) -> Mapping[str, Any]:
    names = ("id", "version", "digest", "title", "summary", "status", "language", "licence", "profiles", "root")
    return {
        **{name: plain(getattr(ruleset, name)) for name in names},
        "groups": [plain(_fields(group, _GROUP)) for group in ruleset.groups.values()],
        "criteria": [plain(_fields(criterion, _CRITERION)) for criterion in ruleset.criteria.values()],
        "indicators": [plain(_fields(indicator, _INDICATOR)) for indicator in ruleset.indicators.values()],
        "rules": [plain(_fields(rule, _RULE)) | {"when": rule.when.text} for rule in ruleset.rules],
        "awards": [
            {"id": award.id, "title": award.title, "needs": [need.when.text for need in award.needs]}
            for award in ruleset.decision.awards
        ],
    }


def _fields(value: Any, names: tuple[str, ...]) -> Mapping[str, Any]:
    return {name: getattr(value, name) for name in names}


_GROUP = ("id", "title", "kind", "parent", "weight", "members")
_CRITERION = (
    "id",
    "title",
    "asks",
    "parent",
    "weight",
    "critical",
    "may_be_not_applicable",
    "evidence",
    "indicators",
)
_INDICATOR = ("id", "title", "kind", "variant", "unit", "better", "every", "explains", "pitfalls", "minimum_n")
_RULE = ("id", "kind", "title", "says", "advise", "criteria")

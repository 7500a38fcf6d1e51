"""Rulesets as people read them, and an organisation's own: uploaded, retired."""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter
from starlette.datastructures import UploadFile
from starlette.responses import Response

from bsc_audit.app.service import ruleset_versions
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.ruleset_choices import RulesetShelf
from bsc_audit.app.service.trial import read_given
from bsc_audit.core.problems import Problem, RulesetError
from bsc_audit.web.admin import admin_page
from bsc_audit.web.call import InForm, InView, PageCall
from bsc_audit.web.forms import Failure, Mistake

router = APIRouter(prefix="/o/{org}/rulesets")
LARGEST = 1_000_000  # bytes of one file


@router.get("")
def rulesets_page(call: InView, org: str) -> Response:
    """Every version one may assess by, and the questionnaires."""
    return _page(call, org)


@router.post("")
def ruleset_uploaded_done(call: InForm, org: str) -> Response:
    """Store a ruleset of one's own; where it has problems, the page tells each with its line and column."""
    call.enter(org, "upload_ruleset")
    try:
        given = read_given(
            _texts(call.form.files.get("ruleset", ())), _texts(call.form.files.get("questionnaires", ()))
        )
    except (RulesetError, UnicodeDecodeError, ValueError) as error:
        return _page(call, org, _failure(error))

    def use(work: Work, who: Principal) -> Response:
        made = ruleset_versions.upload_ruleset(work, call.wiring.ids, call.wiring.library, who, given)
        return call.go(f"/o/{org}/rulesets/{made.stored.ruleset_id}/{made.stored.ruleset_version}", said="saved")

    def again(failure: Failure) -> Response:
        return _page(call, org, _failure(failure.error) if isinstance(failure.error, RulesetError) else failure)

    return call.write(org, "upload_ruleset", use, again)


@router.get("/{ruleset}/{version}")
def ruleset_page(call: InView, org: str, ruleset: str, version: str) -> Response:
    """One version: what it asks, by which numbers it scores, what it concludes, on what it rests."""

    def use(work: Work, _who: Principal) -> Response:
        shelf = RulesetShelf(work, call.compiled, call.scores.rulesets)
        found = shelf.get(ruleset, version)
        about = {"choice": found, "ruleset": found.ruleset, "may_retire": found.stored is not None}
        return admin_page(call, "ruleset", "rulesets", about)

    return call.read(org, "get_ruleset_version", use)


@router.post("/{ruleset}/{version}/retirement")
def ruleset_retired_done(call: InForm, org: str, ruleset: str, version: str) -> Response:
    """No new assessment takes it; those that began go on."""

    def use(work: Work, who: Principal) -> Response:
        stored = RulesetShelf(work, call.compiled, call.scores.rulesets).get(ruleset, version).stored
        if stored is not None:
            ruleset_versions.retire_ruleset(work, who, stored, expected=stored.version)
        return call.go(f"/o/{org}/rulesets", said="ruleset-retired")

    return call.write(org, "retire_ruleset", use)


def _page(call: PageCall, org: str, failure: Failure | None = None) -> Response:
    def use(work: Work, _who: Principal) -> Response:
        about = {
            "choices": RulesetShelf(work, call.compiled, call.scores.rulesets).choices(),
            "questionnaires": sorted(call.compiled.questionnaires().values(), key=lambda one: one.title),
        }
        return admin_page(call, "rulesets", "rulesets", about, failure)

    return call.read(org, "list_ruleset_versions", use)


def _texts(files: Sequence[UploadFile]) -> Mapping[str, str]:
    """Texts of uploaded files by their names.

    Raises:
        ValueError: none was chosen, one is too large, or no text.
    """
    found = {}
    for one in files:
        content = one.file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise ValueError(f"{one.filename} is larger than a megabyte; rulesets are texts")
        found[one.filename or "ruleset.yaml"] = content.decode("utf-8")
    return found


def _failure(error: Exception) -> Failure:
    if isinstance(error, RulesetError):
        return Failure(mistakes=tuple(_mistake(one) for one in error.problems), error=error)
    said = "a file is no text in UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
    return Failure.say(ruleset=said)


def _mistake(problem: Problem) -> Mistake:
    return Mistake(field="ruleset", detail=f"{problem.where}: {problem.message}", hint=problem.hint or "")

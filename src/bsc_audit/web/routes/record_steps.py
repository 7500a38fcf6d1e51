"""A visit or review filled in, handed over, accepted, given back, excluded."""

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.records import STEPS, Filled, RecordDesk, find_record, visible_record
from bsc_audit.app.service.refusals import NotFound, invalid
from bsc_audit.web.call import InForm
from bsc_audit.web.forms import Failure
from bsc_audit.web.record_form import content_of, form_of, kind_of
from bsc_audit.web.record_page import record_response
from bsc_audit.web.shell import shell_of

router = APIRouter(prefix="/o/{org}/a/{assessment}/visits")


@router.post("/{word}/save")
def record_saved_done(call: InForm, org: str, assessment: str, word: str) -> Response:
    """Store what is filled in; with `hand_over` also hand it over."""
    kind = kind_of(word)
    name = call.form.text("name")

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "visits")
        if not name:
            raise invalid("/name", "missing", "give it an id of your own, such as V-01")
        desk = RecordDesk(kind.kind, work, call.wiring.ids, call.scores.rulesets, who, shell.assessment)
        form = form_of(call, work, shell.assessment, kind, call.form.text("questionnaire"))
        stored = find_record(work, who, kind.kind, shell.assessment, name)
        expected = call.form.version() if stored else None
        given = Filled(content=content_of(call.form, form), unit_id=call.form.optional("unit_id"))
        put = desk.put(name, given, expected=expected)
        if call.form.ticked("hand_over"):
            desk.take("submit", put, reason="", expected=put.version)
        return call.go(f"{shell.at('visits', word, 'r', name)}", said="saved")

    def again(failure: Failure) -> Response:
        return record_response(
            call, org, assessment, word, name, failure, questionnaire=call.form.text("questionnaire")
        )

    return call.write(org, f"put_{kind.word}", use, again)


@router.post("/{word}/r/{name}/steps/{step}")
def record_step_done(call: InForm, org: str, assessment: str, word: str, name: str, step: str) -> Response:
    """Hand it over, accept it, give it back, exclude it."""
    kind = kind_of(word)
    if step not in STEPS:
        raise NotFound("there is no such step")

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "visits")
        stored = visible_record(work, who, kind.kind, shell.assessment, name)
        desk = RecordDesk(kind.kind, work, call.wiring.ids, call.scores.rulesets, who, shell.assessment)
        desk.take(step, stored, reason=call.form.text("reason"), expected=call.form.version())
        return call.go(shell.at("visits", word, "r", name), said="saved")

    def again(failure: Failure) -> Response:
        return record_response(call, org, assessment, word, name, failure)

    return call.write(org, f"{step}_{kind.word}", use, again)

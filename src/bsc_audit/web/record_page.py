"""The page of one visit or review: read, filled in or judged, with what its visitor may do about it now."""

from collections.abc import Iterator, Mapping

from starlette.responses import Response

from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.visit import ContactReview
from bsc_audit.app.service.permissions import may
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.records import STEPS, UNFINISHED, find_record
from bsc_audit.app.service.refusals import NotFound
from bsc_audit.web.call import FormCall, PageCall
from bsc_audit.web.forms import Failure
from bsc_audit.web.record_form import Kind, Record, content_of, form_of, given_in, header_of, kind_of
from bsc_audit.web.shell import shell_of


def record_response(
    call: PageCall,
    org: str,
    assessment: str,
    word: str,
    name: str,
    failure: Failure | None = None,
    *,
    questionnaire: str = "",
) -> Response:
    """The page of a record; with `failure` as it was filled in.

    Args:
        call: of who looks; a form that was refused is shown again.
        org: the organisation.
        assessment: the record belongs to.
        word: visit or review.
        name: of the record; "": an empty one.
        failure: why a form was not accepted.
        questionnaire: an empty one is filled in by; "": the first there is.
    """
    kind = kind_of(word)
    who = call.enter(org, f"get_{kind.word}")
    with call.wiring.work.read(org) as work:
        shell = shell_of(work, who, assessment, "visits")
        stored: Record | None = find_record(work, who, kind.kind, shell.assessment, name) if name else None
        if stored is None and (name and not isinstance(call, FormCall)):
            raise NotFound(f"there is no such {kind.word}")
        content = dict(stored.content) if stored else {}
        form = form_of(call, work, shell.assessment, kind, content.get("questionnaire") or questionnaire)
        if failure and isinstance(call, FormCall) and "questionnaire" in call.form.fields:
            content = content_of(call.form, form)
        about = {
            "shell": shell,
            "kind": kind,
            "record": stored,
            "name": name,
            "form": form,
            "given": given_in(form, content),
            "content": content,
            "header": header_of(form),
            "units": sorted(work.units.all(), key=lambda unit: unit.name.casefold()),
            "editable": _editable(who, shell.assessment, kind, stored),
            "steps": list(_steps(who, shell.assessment, kind, stored)),
            "disputes": _disputes(who, shell.assessment, stored),
            "failure": failure,
        }
    about["names"] = call.names_of([stored.actor] if stored else [])
    return call.page("visits/record", about, status=failure.status if failure else 200)


def _may(who: Principal, assessment: Assessment, action: str) -> bool:
    return may(action, assessment.state, role=who.role)


def _editable(who: Principal, assessment: Assessment, kind: Kind, record: Record | None) -> bool:
    mine = record is None or (record.actor == who.actor and record.status in UNFINISHED)
    return mine and _may(who, assessment, f"put_{kind.word}")


def _steps(who: Principal, assessment: Assessment, kind: Kind, record: Record | None) -> Iterator[tuple[str, bool]]:
    """Name and whether a reason is needed, of the steps this person may take now."""
    for name, step in STEPS.items():
        if record is None or record.status not in step.since or not _may(who, assessment, f"{name}_{kind.word}"):
            continue
        if step.by_another is not (record.actor == who.actor):
            yield name, step.reason_needed


def _disputes(who: Principal, assessment: Assessment, record: Record | None) -> Mapping[str, bool]:
    """Whether this person may dispute it, or settle the dispute."""
    if not isinstance(record, ContactReview) or record.status in UNFINISHED:
        return {"raise": False, "settle": False}
    is_open = record.dispute is not None and record.dispute["outcome"] == "open"
    return {
        "raise": not is_open and _may(who, assessment, "raise_dispute"),
        "settle": is_open and _may(who, assessment, "settle_dispute"),
    }

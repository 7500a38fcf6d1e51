"""The evidence register of an assessment: what was shown, by whom, on which day, and what rests on it."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse

from bsc_audit.app.service.evidence import Entered, EvidenceDesk, Taken, chunks, visible_item
from bsc_audit.app.service.model.answer import Answer
from bsc_audit.app.service.model.evidence import EvidenceItem
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound, invalid
from bsc_audit.core.vocabulary import Grade, Method
from bsc_audit.web.call import FormCall, InForm, InView, PageCall
from bsc_audit.web.forms import Failure, Form
from bsc_audit.web.names import names
from bsc_audit.web.shell import shell_of
from bsc_audit.web.uploads import InUpload, taken_file

router = APIRouter(prefix="/o/{org}/a/{assessment}/evidence")
OWN = "own"  # the organisation's register, for every assessment


@router.get("")
def evidence_page(call: InView, org: str, assessment: str, on: str = "") -> Response:
    """The register as it is, or as it was shown on a day."""
    return _page(call, org, assessment, on=on)


@router.post("")
def evidence_entered_done(call: InUpload, org: str, assessment: str) -> Response:
    """Enter something new."""

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "evidence")
        whose = None if call.form.text("register") == OWN else shell.assessment.id
        desk = EvidenceDesk(work, call.wiring.ids, call.scores.rulesets, who)
        made = desk.register(whose, call.form.optional("entry"), _entered(call, taken_file(call)))
        return call.go(f"{shell.at('evidence')}#entry-{made.id}", said="saved")

    return call.write(org, "register_evidence", use, lambda failure: _page(call, org, assessment, failure))


@router.get("/{item}")
def evidence_item_page(call: InView, org: str, assessment: str, item: str) -> Response:
    """One revision of an entry, what rests on it, and what it can be replaced by."""
    return _item_page(call, org, assessment, item)


@router.get("/{item}/file")
def evidence_file(call: InView, org: str, assessment: str, item: str) -> Response:
    """The file of a revision, to be saved; no browser shows it as a page of ours."""
    who = call.enter(org, "get_evidence_file")
    with call.wiring.work.read(org) as work:
        found = visible_item(work, who, item)
    if found.sha256 is None or found.assessment_id not in (None, assessment):
        raise NotFound("no file was taken")
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(found.file_name or found.entry, safe='')}",
        "content-length": str(found.size),
        "content-security-policy": "sandbox; default-src 'none'",
    }
    return StreamingResponse(chunks(call.wiring.blobs.open(found.sha256)), headers=headers, media_type=found.media_type)


@router.post("/{item}/revise")
def evidence_revised_done(call: InUpload, org: str, assessment: str, item: str) -> Response:
    """Put a new revision in the place of the latest."""

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "evidence")
        desk = EvidenceDesk(work, call.wiring.ids, call.scores.rulesets, who)
        stored = visible_item(work, who, item)
        made = desk.revise(stored, _entered(call, taken_file(call)), expected=call.form.version())
        return call.go(shell.at("evidence", made.id), said="saved")

    return call.write(org, "revise_evidence", use, lambda failure: _item_page(call, org, assessment, item, failure))


@router.post("/{item}/withdraw")
def evidence_withdrawn_done(call: InForm, org: str, assessment: str, item: str) -> Response:
    """Show it no longer, from today on."""

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "evidence")
        desk = EvidenceDesk(work, call.wiring.ids, call.scores.rulesets, who)
        desk.withdraw(visible_item(work, who, item), expected=call.form.version())
        return call.go(shell.at("evidence"), said="saved")

    return call.write(org, "withdraw_evidence", use, lambda failure: _item_page(call, org, assessment, item, failure))


def _page(call: PageCall, org: str, assessment: str, failure: Failure | None = None, *, on: str = "") -> Response:
    who = call.enter(org, "list_evidence")
    with call.wiring.work.read(org) as work:
        shell = shell_of(work, who, assessment, "evidence")
        day = _day(on)
        items = _shown(work, shell.assessment.id, day or work.now.date())
        shown: dict[str, Any] = {
            "shell": shell,
            "items": items,
            "cited": _cited(work.answers.all(assessment_id=shell.assessment.id)),
            "on": day.isoformat() if day else "",
            "today": work.now.date(),
        }
    with call.wiring.work.installation() as installation:
        shown["names"] = names(installation, org, [one.actor for one in items])
    sent = call.form if isinstance(call, FormCall) else None
    shown |= {"failure": failure, "methods": METHODS, "grades": GRADES, "sent": sent, "typed": _typed(sent)}
    return call.page("evidence/evidence", shown, status=failure.status if failure else 200)


def _item_page(call: PageCall, org: str, assessment: str, item: str, failure: Failure | None = None) -> Response:
    who = call.enter(org, "get_evidence")
    with call.wiring.work.read(org) as work:
        shell = shell_of(work, who, assessment, "evidence")
        found = visible_item(work, who, item)
        if found.assessment_id not in (None, shell.assessment.id):
            raise NotFound("the assessment has no such evidence")
        revisions = _revisions(work, found)
        shown: dict[str, Any] = {
            "shell": shell,
            "item": found,
            "revisions": revisions,
            "latest": revisions[0].id == found.id,
            "cited": _cited(work.answers.all(assessment_id=shell.assessment.id)).get(found.entry, ()),
        }
    with call.wiring.work.installation() as installation:
        shown["names"] = names(installation, org, [one.actor for one in revisions])
    typed = _typed(call.form) if isinstance(call, FormCall) and failure else _stored(found)
    shown |= {"failure": failure, "methods": METHODS, "grades": GRADES, "typed": typed}
    return call.page("evidence/item", shown, status=failure.status if failure else 200)


def _typed(form: Form | None) -> Mapping[str, str]:
    return {name: form.text(name) for name in form.fields} if form else {}


def _stored(item: EvidenceItem) -> Mapping[str, str]:
    """An entry as its form shows it."""
    said = {name: str(value) for name, value in item.content.items()}
    return {**said, "expires_on": item.expires_on.isoformat() if item.expires_on else ""}


def _revisions(work: Work, item: EvidenceItem) -> Sequence[EvidenceItem]:
    """Every revision of its entry, the latest first."""
    found = work.evidence.all(assessment_id=item.assessment_id, entry=item.entry)
    return sorted(found, key=lambda one: one.revision, reverse=True)


def _shown(work: Work, assessment_id: str, day: date) -> Sequence[EvidenceItem]:
    """What was shown on a day for the assessment, with the organisation's own."""
    found = (
        *work.evidence.shown_on(day, assessment_id=None),
        *work.evidence.shown_on(day, assessment_id=assessment_id),
    )
    return sorted(found, key=lambda one: (one.entry, one.revision))


def _cited(answers: Sequence[Answer]) -> Mapping[str, Sequence[str]]:
    """Keys of the answers that cite an entry, by its number."""
    found: dict[str, list[str]] = {}
    for one in answers:
        for entry in one.content.get("evidence") or ():
            if one.key not in found.setdefault(str(entry), []):
                found[str(entry)].append(one.key)
    return found


def _entered(call: FormCall, file: Taken | None) -> Entered:
    form = call.form
    if not form.text("title"):
        raise invalid("/title", "missing", "say what it is")
    said = {name: form.text(name) for name in ("title", "method", "grade", "who", "note") if form.text(name)}
    days = {name: day.isoformat() for name in ("dated", "received") if (day := form.day(name)) is not None}
    return Entered(content={**said, **days}, expires_on=form.day("expires_on"), file=file)


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


METHODS = tuple((str(one), one.capitalize()) for one in Method)
GRADES: Mapping[str, str] = MappingProxyType(
    {
        Grade.A: "A: seen or done again by the assessor, or a system record",
        Grade.B: "B: a dated document or export, not verified",
        Grade.C: "C: a statement a second source confirms",
        Grade.D: "D: a statement alone",
    }
)

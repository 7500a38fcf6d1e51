"""Storing what was filled in: a section or an item by a plain form, with or without scripts."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.api.uploads import file_name
from bsc_audit.app.service.answers import AnswerDesk
from bsc_audit.app.service.evidence import Entered, EvidenceDesk, Taken, take_file
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import Refusal
from bsc_audit.core.vocabulary import Grade, Method
from bsc_audit.web.asked.filled import Filled
from bsc_audit.web.asked.page import SectionPage, section_page
from bsc_audit.web.asked.saving import Saved, cited_too, save, sent_items
from bsc_audit.web.call import FormCall, InForm, InUploadForm
from bsc_audit.web.forms import Failure, Mistake
from bsc_audit.web.routes.form import show_item, show_section

router = APIRouter(prefix="/o/{org}/a/{assessment}")


@router.post("/form/{section}")
def section_form_done(call: InForm, org: str, assessment: str, section: str) -> Response:
    """Store what was changed in a section; what could not be stored is shown again as it was filled in."""
    sending = Sending(call, org, assessment, section)
    if not sending.save():
        return sending.again()
    page = sending.page
    after = page.place.after if call.form.text("then") == "next" else None
    return call.go(page.address(after.id if after else section), said=sending.said)


@router.post("/form/{section}/{item}")
def item_form_done(call: InUploadForm, org: str, assessment: str, section: str, item: str) -> Response:
    """The same of one item, with the files that support it."""
    sending = Sending(call, org, assessment, section, item)
    if not (sending.take_files() and sending.save()):
        return sending.again()
    return call.go(_onward(sending.page, item, call.form.text("then")), said=sending.said)


@dataclass(slots=True)
class Sending:
    """A form on its way into the store, and back to the page where not all of it could be stored."""

    call: FormCall
    org: str
    assessment: str
    section: str
    item: str = ""  # "" for the whole section
    files: Sequence[Taken] = ()
    saved: Sequence[Saved] = ()
    refused: Failure | None = None  # of the whole form: nothing of it was stored
    _page: SectionPage | None = field(default=None)

    @property
    def page(self) -> SectionPage:
        """The section as it was found."""
        if self._page is None:
            raise ValueError("nothing was saved yet")
        return self._page

    @property
    def said(self) -> str:
        """What the next page confirms."""
        return "saved" if self.saved else "unchanged"

    def take_files(self) -> bool:
        """Store the files of the form, whatever becomes of the answer; False where one is none that may be evidence."""
        try:
            sent = self.call.form.files.get("file", ())
            self.files = [take_file(self.call.wiring.blobs, one.file, file_name(one)) for one in sent]
        except Refusal as error:
            found = Failure.of(error)
            self.refused = Failure(mistakes=tuple(Mistake(field="file", detail=one.detail) for one in found.mistakes))
        return self.refused is None

    def save(self) -> bool:
        """Store what was changed; False where any of it was refused."""

        def refuse(failure: Failure) -> Response:
            self.refused = failure
            return Response(status_code=failure.status)

        self.call.write(self.org, "put_answers", self._store, refuse)
        return self.refused is None and not any(one.refused for one in self.saved)

    def again(self) -> Response:
        """The page with what was not stored, as it was filled in."""
        return self.call.read(self.org, "list_answers", self._again)

    def _store(self, work: Work, who: Principal) -> Response:
        call = self.call
        page = self._page = self._read(work, who, judged=False)
        sent = list(sent_items(work, call.form, page.items))
        if self.files and len(sent) == 1:
            register = EvidenceDesk(work, call.wiring.ids, call.scores.rulesets, who)
            made = [register.register(self.assessment, None, _entered(one, sent[0].filled)) for one in self.files]
            sent = [cited_too(sent[0], [one.entry for one in made])]
        answers = AnswerDesk(work, call.wiring.ids, call.scores.rulesets, who, page.shell.assessment)
        self.saved = save(answers, page.filling.track, sent)
        return Response(status_code=204)

    def _again(self, work: Work, who: Principal) -> Response:
        page = self._read(work, who)
        unsaved = [one for one in self.saved if one.refused]
        if self.refused is not None:
            unsaved = [Saved(sent=one) for one in sent_items(work, self.call.form, page.items)]
        page = page.filled_in(unsaved)
        failure = self.refused or _failure(page)
        return (
            show_item(self.call, work, page, self.item, failure)
            if self.item
            else show_section(self.call, page, failure)
        )

    def _read(self, work: Work, who: Principal, *, judged: bool = True) -> SectionPage:
        track = self.call.form.text("track")
        return section_page(work, self.call.scores, who, self.assessment, self.section, track, judged=judged)


def _failure(page: SectionPage) -> Failure:
    """Every mistake and every conflict of a section."""
    met = "was changed by somebody else while you were filling it in"
    conflicts = (Mistake(field=one.key, detail=f"{one.key} {met}") for one in page.items if one.conflict)
    return Failure(mistakes=(*page.mistakes, *conflicts), status=422 if page.mistakes else 409)


def _onward(page: SectionPage, item: str, then: str) -> str:
    """Where to go from an item: it again, the next one, or its section."""
    at, section = page.index(item), page.place.section.id
    if then == "next" and at + 1 < len(page.items):
        return page.address(section, page.items[at + 1].key)
    return page.address(section, item) if then == "stay" else page.address(section)


def _entered(file: Taken, filled: Filled) -> Entered:
    """How a file that was added to an answer is registered; the register's page refines it.

    A file is a record nobody has verified yet (grade B), unless who answers says otherwise.
    """
    seen = file.media_type.startswith("image/")
    method = filled.method or (Method.OBSERVATION if seen else Method.DOCUMENT)
    grade = filled.grade if filled.grade not in ("", Grade.NONE) else Grade.B
    return Entered(content={"title": file.name, "method": str(method), "grade": str(grade)}, file=file)

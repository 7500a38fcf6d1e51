"""visits/*.yaml and reviews/*.yaml: filled-in forms, each answer checked against its item."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bsc_audit.core.answers.answer_type import Refused
from bsc_audit.core.answers.table import ANSWER_TYPES
from bsc_audit.core.documents.part import Part
from bsc_audit.core.evidence.desk import Desk, grade_of, names_of
from bsc_audit.core.evidence.engagement import words
from bsc_audit.core.evidence.schema import SCHEMAS
from bsc_audit.core.questionnaire.model import Item, Questionnaire
from bsc_audit.core.questionnaire.record import ItemAnswer, Record
from bsc_audit.core.vocabulary import Grade

NOT_APPLICABLE = "not_applicable"
IN_A_RECORD = ("id", "questionnaire", "when", "site", "channel", "team", "scenario", "status", "answers")
BACKING = ("evidence", "grade", "illustrative")
OF_PEOPLE = ("shopper", "reviewer", "second_reviewer", "second_answers", "reason", "control")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """What tells visits from reviews."""

    key: str
    pattern: str
    observer: str  # the key that names who filled the form in
    grade: Grade  # of a record that cites nothing: it is itself what was seen


VISITS = _Kind(key="visits", pattern="visits/*.yaml", observer="shopper", grade=Grade.A)
REVIEWS = _Kind(key="reviews", pattern="reviews/*.yaml", observer="reviewer", grade=Grade.B)


def read_records(desk: Desk) -> tuple[Record, ...]:
    """Every visit and review, by id; ids are unique over both."""
    records: dict[str, Record] = {}
    first: dict[str, Part] = {}
    for kind in (VISITS, REVIEWS):
        for part in _parts(desk, kind):
            name = part.text("id")
            if name in first:
                message = f"the record {name!r} is given twice (first at {first[name].where})"
                desk.refuse(part.at("id").where, "duplicate-id", message, "give every record its own id")
                continue
            first[name] = part
            record = _record(desk, kind, part)
            if record is not None:
                records[name] = record
    return tuple(records[name] for name in sorted(records))


def _parts(desk: Desk, kind: _Kind) -> Iterator[Part]:
    for listed in desk.parts(kind.key, kind.pattern):
        desk.recorded |= {part.text("id") for part in listed.members()}
        yield from desk.sound(listed.members())


def _record(desk: Desk, kind: _Kind, part: Part) -> Record | None:
    when = desk.day(part.at("when"))
    cited = desk.cited(names_of(part.at("evidence")))
    form = _form(desk, kind, part)
    if form is None or when is None:
        return None
    _check_header(desk, kind, part, form)
    _check_people(desk, kind, part)
    second = part.at("second_answers")
    return Record(
        id=part.text("id"),
        questionnaire=form.id,
        when=when,
        answers=_answers(desk, part.at("answers"), form),
        status=part.text("status") or "accepted",
        site=part.text("site"),
        channel=part.text("channel"),
        team=part.text("team"),
        scenario=part.text("scenario"),
        observer=part.text(kind.observer),
        reason=part.text("reason"),
        control=words(part.at("control")),
        second_observer=part.text("second_reviewer"),
        second_answers=_answers(desk, second, form) if second.data is not None else None,
        evidence=cited,
        grade=desk.graded(grade_of(part), cited, part.at("grade").where, kind.grade),
        illustrative=bool(part.at("illustrative").data),
        header=_header(part),
    )


def _form(desk: Desk, kind: _Kind, part: Part) -> Questionnaire | None:
    """The questionnaire that was filled in; contact reviews and visits do not change places."""
    named, forms = part.at("questionnaire"), desk.ruleset.questionnaires
    form = forms.get(named.data)
    if form is None:
        desk.unknown(named.where, "questionnaire", named.data, forms)
        return None
    if (form.use == "contact_review") is not (kind is REVIEWS):
        message = f"{form.id} is a form for {form.use}, so it cannot stand under {kind.key}"
        other = VISITS if kind is REVIEWS else REVIEWS
        desk.refuse(named.where, "record-in-wrong-place", message, f"move it to {other.pattern}")
        return None
    return form


def _check_header(desk: Desk, kind: _Kind, part: Part, form: Questionnaire) -> None:
    site = part.at("site")
    if site.data is not None and site.data not in desk.sites:
        desk.unknown(site.where, "site", site.data, desk.sites)
    fields = SCHEMAS[kind.pattern].definition["properties"][kind.key]["items"]["properties"]
    known = {*fields, *form.header}
    for key, value in part.entries():
        if key not in known:
            desk.unknown(value.where_key, "key", key, known)
    missing = [field for field in form.header if field in fields and field not in part.data]
    if missing and part.text("status") != "draft":
        message = f"{part.text('id')} does not say its {', '.join(missing)}"
        desk.refuse(part.where, "header-missing", message, "add it; null says that it is not known")


def _check_people(desk: Desk, kind: _Kind, part: Part) -> None:
    name, second = part.text("id"), part.at("second_reviewer")
    if part.text("status") == "excluded" and not part.text("reason"):
        desk.refuse(part.where, "excluded-without-reason", f"{name} is excluded without a reason", "add reason:")
    if part.at("second_answers").data is not None and second.data is None:
        message = f"{name} has second answers and nobody who gave them"
        desk.refuse(part.at("second_answers").where_key, "second-reviewer-missing", message, "add second_reviewer:")
    if second.data is not None and second.data == part.at(kind.observer).data:
        message = f"{name} was reviewed twice by {second.data}, so it says nothing about agreement"
        desk.refuse(second.where, "second-reviewer-is-the-first", message)


def _answers(desk: Desk, part: Part, form: Questionnaire) -> Mapping[str, ItemAnswer]:
    items = form.items()
    answers: dict[str, ItemAnswer] = {}
    for name, given in part.entries():
        if name not in items:
            desk.unknown(given.where_key, "item", name, items)
            continue
        answer = _item_answer(desk, items[name], given)
        if answer is not None:
            answers[name] = answer
    return answers


def _item_answer(desk: Desk, item: Item, given: Part) -> ItemAnswer | None:
    """One answer, plain or with a comment; None when it was refused. Blank stays blank."""
    commented = isinstance(given.data, dict) and "value" in given.data
    for key, extra in given.entries() if commented else ():
        if key not in ("value", "comment"):
            desk.unknown(extra.where_key, "key", key, ("value", "comment"))
    part, comment = (given.at("value"), given.text("comment")) if commented else (given, "")
    if part.data is None:
        return ItemAnswer(value=None, comment=comment)
    if part.data == NOT_APPLICABLE:
        if not item.may_be_not_applicable:
            message = f"{item.id} applies to every record, so it cannot be not applicable"
            desk.refuse(part.where, "item-always-applies", message, "answer it, or leave it blank")
        return ItemAnswer(value=None, not_applicable=True, comment=comment)
    value = ANSWER_TYPES[item.type].read(item, part.data)
    if isinstance(value, Refused):
        desk.refuse(part.where, "item-answer", f"the answer to {item.id} {value.message}")
        return None
    return ItemAnswer(value=value, comment=comment)


def _header(part: Part) -> Mapping[str, str]:
    """Further fields of the form that have no attribute of their own."""
    own = {*IN_A_RECORD, *BACKING, *OF_PEOPLE}
    return {key: str(value.data) for key, value in part.entries() if key not in own and value.data is not None}

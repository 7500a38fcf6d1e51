"""answers.yaml and answers/*.yaml: what assessors and people answered, per criterion or indicator."""

from bsc_audit.core.catalogue import ANSWERED_KINDS
from bsc_audit.core.documents.part import Part
from bsc_audit.core.evidence.answer_values import VALUE_READERS, AnswerValue, Complaints
from bsc_audit.core.evidence.desk import Desk, grade_of, names_of
from bsc_audit.core.evidence.model import Answer
from bsc_audit.core.ruleset.model import Criterion, Indicator
from bsc_audit.core.vocabulary import Grade, Method

NO_REASONS = frozenset({"", "yes", "no", "true", "n/a", "na", "none", "not applicable"})
ELSEWHERE = {"checklist": "visits/", "contact_review": "reviews/"}


def read_answers(desk: Desk) -> dict[str, Answer]:
    """Answers by what they are about: a value by its indicator's id, not applicable by the id it was written under."""
    answers: dict[str, Answer] = {}
    first = desk.answered_at
    for file in desk.parts("answers", "answers.yaml", "answers/*.yaml"):
        for name, part in desk.sound_entries(file):
            about, answer = _about(desk, name, part), _answer(desk, name, part)
            if about in first:
                message = f"{name} is answered twice (first at {first[about]})"
                desk.refuse(part.where_key, "answered-twice", message, "keep one of them")
                continue
            first[about] = part.where_key
            if answer is not None:
                answers[about] = answer
    return answers


def indicator_of(desk: Desk, name: str) -> Indicator | None:
    """The indicator an answer under this id gives a value for; None when there is none, or more than one."""
    criterion = desk.ruleset.criteria.get(name)
    if criterion is None:
        return desk.ruleset.indicators.get(name)
    members = criterion.indicators
    return desk.ruleset.indicators[members[0].id] if len(members) == 1 else None


def criteria_using(desk: Desk, indicator: str) -> tuple[Criterion, ...]:
    """The criteria scored by an indicator, in ruleset order."""
    return desk.ruleset.users.get(indicator, ())


def _about(desk: Desk, name: str, part: Part) -> str:
    """The id an answer is kept under, so that a criterion's value and its only indicator's are the same thing."""
    indicator = indicator_of(desk, name)
    if indicator is None and name not in desk.ruleset.criteria:
        desk.unknown(part.where_key, "criterion", name, [*desk.ruleset.criteria, *desk.ruleset.indicators])
    return name if indicator is None or part.at("not_applicable").data is not None else indicator.id


def _answer(desk: Desk, name: str, part: Part) -> Answer | None:
    value, excuse = part.at("value"), part.at("not_applicable")
    if value.data is not None and excuse.data is not None:
        message = f"{name} has both a value and not_applicable"
        desk.refuse(part.where_key, "value-and-not-applicable", message, "keep one of them")
        return None
    if value.data is None and excuse.data is None:
        desk.refuse(part.where_key, "answer-empty", f"{name} has neither a value nor not_applicable", "leave it out")
        return None
    cited = desk.cited(names_of(part.at("evidence")))
    return Answer(
        value=_value(desk, name, value) if value.data is not None else None,
        not_applicable=_reason(desk, name, excuse) if excuse.data is not None else None,
        evidence=cited,
        grade=desk.graded(grade_of(part), cited, part.at("grade").where, Grade.NONE),
        method=Method(part.data["method"]) if part.data.get("method") else None,
        who=part.text("who"),
        when=desk.day(part.at("when")),
        comment=part.text("comment"),
        illustrative=bool(part.at("illustrative").data),
    )


def _value(desk: Desk, name: str, part: Part) -> AnswerValue | None:
    """The value in the form its indicator's kind asks for; None when it was refused."""
    indicator = indicator_of(desk, name)
    if indicator is None:
        _ask_for_the_indicators(desk, name, part)
        return None
    if indicator.kind not in ANSWERED_KINDS:
        place = ELSEWHERE.get(indicator.kind, "metrics.csv or observations.yaml")
        message = f"{name} is measured ({indicator.kind}), so it takes no answer"
        desk.refuse(part.where, "measured-not-answered", message, f"submit it in {place}")
        return None
    read = VALUE_READERS[indicator.kind](indicator, part)
    if isinstance(read, Complaints):
        for where, code, message, hint in read.found:
            desk.refuse(where, code, f"{name}: {message}", hint)
        return None
    return read


def _ask_for_the_indicators(desk: Desk, name: str, part: Part) -> None:
    criterion = desk.ruleset.criteria.get(name)
    if criterion is not None:
        names = ", ".join(member.id for member in criterion.indicators)
        message = f"{name} is scored by several indicators, so one value cannot answer it"
        desk.refuse(part.where, "answer-the-indicators", message, f"answer {names}")


def _reason(desk: Desk, name: str, part: Part) -> str:
    """Why something does not apply; refused where it must apply or where no reason is given."""
    reason = str(part.data).strip()
    if reason.lower() in NO_REASONS:
        message = f"{name} is not applicable without a reason"
        desk.refuse(part.where, "not-applicable-without-reason", message, "say in a sentence why it does not apply")
    own = desk.ruleset.criteria.get(name)
    for criterion in (own,) if own else criteria_using(desk, name):
        if not criterion.may_be_not_applicable:
            message = f"{criterion.id} applies to every organisation, so it cannot be not applicable"
            desk.refuse(part.where, "not-applicable-not-allowed", message, "answer it, or leave it out as not assessed")
    return reason

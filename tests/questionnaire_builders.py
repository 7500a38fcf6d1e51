"""Small questionnaires and records for tests, built from the same text and values a person would write."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

from bsc_audit.core.answers.answer_type import Refused
from bsc_audit.core.answers.table import ANSWER_TYPES
from bsc_audit.core.documents import parse
from bsc_audit.core.questionnaire.compile import compile_questionnaire
from bsc_audit.core.questionnaire.model import Questionnaire
from bsc_audit.core.questionnaire.record import ItemAnswer, Record

SHIPPED = Path(__file__).resolve().parents[1] / "questionnaires"
NOT_APPLICABLE = "not_applicable"

SIX_ITEMS = """
questionnaire: {id: six-items, version: "1.0", title: Six items, use: visit}
sections:
- id: all
  title: All
  items:
  - {id: i1, asks: One, type: yes_no, weight: 2}
  - {id: i2, asks: Two, type: yes_no, weight: 3}
  - {id: i3, asks: Three, type: scale, points: 5, weight: 2}
  - {id: i4, asks: Four, type: yes_no, weight: 3, not_applicable: allowed}
  - id: i5
    asks: Minutes
    type: number
    unit: min
    weight: 5
    bands: [{up_to: 3, score: 100}, {up_to: 5, score: 75}, {up_to: 10, score: 50}, {score: 0}]
  - {id: i6, asks: Six, type: yes_no, weight: 5, flag: critical}
"""


def form(text: str) -> Questionnaire:
    """The questionnaire a text says."""
    return compile_questionnaire(parse(text, "form.yaml"))


def shipped(name: str) -> Questionnaire:
    """A questionnaire of the product."""
    path = SHIPPED / name / "1.0.yaml"
    return compile_questionnaire(parse(path.read_text(encoding="utf-8"), path.name))


def form_of(items: str, *, method: str = "points", **scoring: float) -> Questionnaire:
    """A form of one section with these items, one a line."""
    rules = ", ".join(f"{key}: {value}" for key, value in {"method": method, **scoring}.items())
    lines = "\n".join(f"  - {item}" for item in items.strip().splitlines())
    head = f'questionnaire: {{id: f, version: "1.0", title: F, use: visit}}\nscoring: {{{rules}}}\n'
    return form(f"{head}sections:\n- id: all\n  title: All\n  items:\n{lines}\n")


def answers(questionnaire: Questionnaire, given: Mapping[str, object]) -> dict[str, ItemAnswer]:
    """Answers read the way the product reads them; None is left blank."""
    items, read = questionnaire.items(), {}
    for name, raw in given.items():
        if raw is None or raw == NOT_APPLICABLE:
            read[name] = ItemAnswer(value=None, not_applicable=raw == NOT_APPLICABLE)
            continue
        value = ANSWER_TYPES[items[name].type].read(items[name], raw)
        assert not isinstance(value, Refused), value.message
        read[name] = ItemAnswer(value=value)
    return read


def record(
    questionnaire: Questionnaire, given: Mapping[str, object], second: Mapping[str, object] | None = None
) -> Record:
    """A record with these answers."""
    return Record(
        id="V-1",
        questionnaire=questionnaire.id,
        when=date(2026, 7, 8),
        answers=answers(questionnaire, given),
        second_answers=None if second is None else answers(questionnaire, second),
    )


def best_answers(questionnaire: Questionnaire) -> dict[str, object]:
    """The answer to every scored item that earns most."""
    best: dict[str, object] = {}
    for item in questionnaire.items().values():
        if item.type == "yes_no":
            best[item.id] = "yes"
        elif item.type in ("scale", "rating"):
            best[item.id] = item.points
        elif item.type == "number":
            best[item.id] = item.bands[0][0]
    return best


def fraction(value: float) -> Fraction:
    """The rational a decimal in an oracle means."""
    return Fraction(repr(value))

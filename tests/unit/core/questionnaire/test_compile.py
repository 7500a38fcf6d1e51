"""Broken questionnaires give their problems at their lines; sound ones become what they say."""

from fractions import Fraction
from pathlib import Path

import pytest

from bsc_audit.core.answers.table import ANSWER_TYPES
from bsc_audit.core.documents import parse
from bsc_audit.core.problems import AuditError, RulesetError
from bsc_audit.core.questionnaire.compile import compile_questionnaire
from bsc_audit.core.questionnaire.schema import SCHEMA
from questionnaire_builders import SHIPPED, SIX_ITEMS, form, form_of

BROKEN = sorted((Path(__file__).resolve().parents[3] / "questionnaires" / "broken").glob("*.yaml"))


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_questionnaire_gives_its_problems_at_their_lines(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    expected = text.splitlines()[0].removeprefix("# expect: ").split()
    with pytest.raises(RulesetError) as caught:
        compile_questionnaire(parse(text, path.name))
    found = [f"{problem.code}:{problem.where.line}" for problem in caught.value.problems]
    assert sorted(found) == sorted(expected), str(caught.value)
    assert all(problem.where.column for problem in caught.value.problems)


def test_an_unknown_type_is_answered_with_the_nearest_known_one() -> None:
    with pytest.raises(AuditError, match="did you mean 'yes_no'"):
        form_of("{id: a, asks: A, type: yesno, weight: 1}")


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*/*.yaml")), ids=lambda path: path.parent.name)
def test_every_shipped_questionnaire_compiles_and_is_named_by_its_folder(path: Path) -> None:
    questionnaire = compile_questionnaire(parse(path.read_text(encoding="utf-8"), path.name))
    assert (questionnaire.id, questionnaire.version) == (path.parent.name, path.stem)


def test_what_is_not_said_has_its_documented_default() -> None:
    six = form(SIX_ITEMS)
    assert (six.method, six.critical_cap, six.fatal_score, six.most_not_applicable) == ("points", 59, 0, Fraction(2, 5))
    assert (six.status, six.language, six.header) == ("draft", "en", ())
    items = form_of("{id: a, asks: A, type: yes_no}\n{id: b, asks: B, type: text}").items()
    assert (items["a"].weight, items["b"].weight, items["a"].may_be_not_applicable) == (1, 0, False)


TWO_LANGUAGES = """
questionnaire: {id: f, version: "1.0", title: {en: Visit, es: Visita}, use: visit, summary: Only one language}
sections: [{id: a, title: {en: All, es: Todo}, items: [{id: q, asks: {en: Open?, es: ¿Abierto?}, type: yes_no}]}]
"""


def test_texts_come_in_the_wanted_language_and_fall_back_to_the_files_own() -> None:
    document = parse(TWO_LANGUAGES, "f.yaml")
    spanish = compile_questionnaire(document, language="es")
    assert (spanish.title, spanish.summary, spanish.sections[0].items[0].asks) == (
        "Visita", "Only one language", "¿Abierto?",
    )  # fmt: skip
    assert compile_questionnaire(document, language="fr").title == "Visit"
    assert spanish.digest == compile_questionnaire(document).digest


def test_the_digest_depends_on_content_and_not_on_layout() -> None:
    changed = SIX_ITEMS.replace("asks: One", "asks: Two", 1)
    spread = SIX_ITEMS.replace(
        "{id: i1, asks: One, type: yes_no, weight: 2}", "{type: yes_no, id: i1, weight: 2, asks: One}"
    )
    assert form(SIX_ITEMS).digest == form(f"# A comment\n{spread}").digest
    assert form(SIX_ITEMS).digest != form(changed).digest
    assert form(SIX_ITEMS).digest.startswith("sha256:")


def test_the_published_schema_knows_every_answer_type() -> None:
    items = SCHEMA.definition["properties"]["sections"]["items"]["properties"]["items"]["items"]
    assert items["properties"]["type"]["enum"] == list(ANSWER_TYPES)
    assert len(items["allOf"]) == len(ANSWER_TYPES)

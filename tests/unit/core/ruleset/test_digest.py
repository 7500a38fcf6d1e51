"""The digest tells whether two rulesets mean the same; the language and the layout of a ruleset mean nothing."""

from collections.abc import Sequence

import pytest

from bsc_audit.app.rulesets import seal_problem
from bsc_audit.core.documents import Document, parse
from bsc_audit.core.problems import RulesetError
from bsc_audit.core.questionnaire.compile import compile_questionnaire
from bsc_audit.core.ruleset.compile import compile_ruleset
from ruleset_builders import GOOD, HERE, compiled, forms, good_files

DIGEST = compiled().digest
TEXTS = {file.name: file.read_text(encoding="utf-8") for file in sorted(GOOD.glob("*.yaml"))}


def _digest(texts: dict[str, str]) -> str:
    return _compiled([parse(text, name) for name, text in texts.items()])


def _compiled(files: Sequence[Document]) -> str:
    return compile_ruleset(files, questionnaires=forms()).digest


def _with(name: str, old: str, new: str) -> dict[str, str]:
    assert TEXTS[name].count(old) == 1, f"{old!r} is not once in {name}"
    return {**TEXTS, name: TEXTS[name].replace(old, new)}


SAME = {
    "a comment": _with("ruleset.yaml", "  id: good", "  # a comment\n  id: good"),
    "quotes": _with("ruleset.yaml", "summary: A small ruleset for tests.", "summary: 'A small ruleset for tests.'"),
    "lines": _with(
        "ruleset.yaml", "summary: A small ruleset for tests.", "summary: >-\n    A small ruleset\n    for tests."
    ),
    "decimals": _with("criteria.yaml", "weight: 7,", "weight: 7.0,"),
    "the order of keys": _with(
        "criteria.yaml", "{id: CLI-01, title: Satisfaction,", "{title: Satisfaction, id: CLI-01,"
    ),
    "another file name": {f"x-{name}": text for name, text in TEXTS.items()},
}
OTHER = {
    "a weight": _with("criteria.yaml", "weight: 7,", "weight: 8,"),
    "a text": _with("criteria.yaml", "title: Satisfaction", "title: Contentment"),
    "a translation": _with("ruleset.yaml", "es: Cliente", "es: Clientes"),
    "a threshold": _with("rules.yaml", "queue_wait_time > 10", "queue_wait_time > 11"),
    "an award": _with("decision.yaml", "score.overall >= 90", "score.overall >= 91"),
    "a parent": _with("criteria.yaml", "title: Effort\n  in: CLI", "title: Effort\n  in: OPS"),
    "a band": _with("indicators.yaml", "up_to: 3", "up_to: 4"),
    "the id of a gate": _with("decision.yaml", "id: coverage,", "id: covering,"),
    "a profile": _with("decision.yaml", "CLI-01: 9", "CLI-01: 8"),
    "the status": _with("ruleset.yaml", "status: draft", "status: published"),
}


@pytest.mark.parametrize("texts", SAME.values(), ids=SAME)
def test_the_digest_is_deaf_to(texts: dict[str, str]) -> None:
    assert _digest(texts) == DIGEST


@pytest.mark.parametrize("texts", OTHER.values(), ids=OTHER)
def test_the_digest_hears(texts: dict[str, str]) -> None:
    assert _digest(texts) != DIGEST


def test_the_order_of_files_means_nothing() -> None:
    assert _compiled(good_files()[::-1]) == DIGEST


def test_a_ruleset_has_one_digest_in_every_language() -> None:
    assert {compiled(language=language).digest for language in ("en", "es", "fr")} == {DIGEST}


def test_a_profile_is_named_beside_the_digest_of_the_whole() -> None:
    assert compiled(profile="desk").digest == DIGEST


def test_a_changed_questionnaire_changes_the_digest_of_a_ruleset_that_uses_it() -> None:
    text = (HERE / "evidence" / "store.yaml").read_text(encoding="utf-8").replace("asks: Open", "asks: Is it open")
    other = compile_questionnaire(parse(text, "store.yaml"))
    changed = compile_ruleset(good_files(), questionnaires={**forms(), "store": other})
    assert changed.digest != DIGEST


def test_a_questionnaire_that_is_not_used_means_nothing() -> None:
    without = {name: form for name, form in forms().items() if name == "store"}
    assert compile_ruleset(good_files(), questionnaires=without).digest == DIGEST


def test_a_questionnaire_whose_id_is_a_word_of_the_ruleset_is_not_thereby_part_of_it() -> None:
    text = (HERE / "evidence" / "store.yaml").read_text(encoding="utf-8").replace("id: store,", "id: higher,")
    stranger = compile_questionnaire(parse(text, "higher.yaml"))
    assert stranger.id == "higher"
    assert any("better: higher" in text for text in TEXTS.values())
    assert compile_ruleset(good_files(), questionnaires={**forms(), stranger.id: stranger}).digest == DIGEST


@pytest.mark.parametrize(
    ("language", "title", "client"),
    [(None, "Good service", "Client"), ("es", "Buen servicio", "Cliente"), ("fr", "Good service", "Client")],
)
def test_texts_come_in_the_wanted_language_or_the_rulesets_own(language: str | None, title: str, client: str) -> None:
    ruleset = compiled(language=language)
    assert (ruleset.title, ruleset.groups["CLI"].title) == (title, client)


def test_a_placeholder_of_another_language_is_checked_too() -> None:
    texts = _with("rules.yaml", "Con {csat}", "Con {satisfaccion}")
    with pytest.raises(RulesetError, match=r"rules.yaml:6:\d+: there is no 'satisfaccion'"):
        _digest(texts)


def test_a_draft_needs_no_seal() -> None:
    assert seal_problem(compiled(), None, good_files()) is None


def test_a_published_version_needs_the_seal_of_its_digest() -> None:
    files = [parse(text, name) for name, text in OTHER["the status"].items()]
    ruleset = compile_ruleset(files, questionnaires=forms())
    assert seal_problem(ruleset, ruleset.digest, files) is None
    missing, changed = seal_problem(ruleset, None, files), seal_problem(ruleset, DIGEST, files)
    assert [problem.code for problem in (missing, changed) if problem] == ["not-sealed", "published-version-changed"]

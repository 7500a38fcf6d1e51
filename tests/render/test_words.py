"""No fixed word escapes the catalogues: in an invented language nothing but ruleset and evidence stays as it was written.

Every text of the catalogues is put into letters nobody else uses, and every text of ruleset and evidence into others.
What is left in plain letters is a word that is in no catalogue.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest

import report_samples as samples
from bsc_audit.app.assessments import Assessment, judge
from bsc_audit.core.language import ENGLISH, Language, Lists
from bsc_audit.core.report.build import build
from bsc_audit.core.vocabulary import AssessmentKind
from bsc_audit.languages import language, with_words
from bsc_audit.render import drawings, page
from bsc_audit.render.drawings import CHARTS
from bsc_audit.render.imprint import Imprint
from bsc_audit.render.page import compose
from bsc_audit.render.template import Template, load_template

PACKS = sorted(manifest.parent.name for manifest in samples.TEMPLATES.glob("*/template.yaml"))
LETTERS = "abcdefghijklmnopqrstuvwxyz"
FIXED = str.maketrans(
    {c: chr(0xFF41 + i) for i, c in enumerate(LETTERS)} | {c.upper(): chr(0xFF21 + i) for i, c in enumerate(LETTERS)}
)
GREEK = str.maketrans(dict.fromkeys(LETTERS + LETTERS.upper(), "λ"))
PLACES = re.compile(r"%\(\w+\)s|%%|\{\w+\}|&\w+;|<[^>]*>")
PLAIN = re.compile(r"(?<![{A-Za-z])[A-Za-z]+(?![\w.]*\})")  # what stands in braces is a place
WORD = re.compile(r"[A-Za-z]{2,}")
DIGEST = re.compile(r"[0-9a-f]{16,}")
# Names, abbreviations and identifiers: the same in every language.
NAMES = frozenset(
    {"SHA", "sha", "bsc", "audit", "verify", "pdf", "json", "assessment", "result", "BSC", "id", "min", "ms"}
)
TEXTS = frozenset(
    {"title", "summary", "says", "asks", "advise", "explains", "name", "statement", "scope", "comment", "illustrative",
     "independence", "note", "element", "standard", "relation", "source", "conditions_say", "not_assessed_says", "kind_of",
     "scenario", "channel", "team", "site", "who", "method_text", "what", "confidentiality", "recommendation", "address",
     "sector", "size", "short", "role", "organisation", "about", "auditee", "assessor", "action", "owner", "reason",
     "not_applicable"}
)  # fmt: skip
WRITTEN = frozenset(  # whole fields of people's words
    {
        "functions",
        "excluded",
        "participants",
        "distribution",
        "levels",
        "organisation",
        "team",
        "actions",
        "differences",
    }
)
IDS = frozenset({"finding", "due"})  # in what people wrote


LISTED = Lists(pair="{0} & {1}", start="{0}, {1}", middle="{0}, {1}", end="{0} & {1}")


def invented(text: str) -> str:
    """A text of a catalogue in letters of its own, its places untouched."""
    kept = PLACES.findall(text)
    parts = [part.translate(FIXED) for part in PLACES.split(text)]
    return "".join(part + place for part, place in zip(parts, [*kept, ""], strict=True))


def pseudo(spoken: Language) -> Language:
    """The same language with every text of its catalogues in the invented letters."""
    texts = spoken.texts or {}
    words = {text: tuple(invented(text) for _ in forms) for text, forms in texts.items()}
    return replace(spoken, texts=words, months=tuple(map(invented, ENGLISH.months)), lists=LISTED)


def foreign(value: Any, *, text: bool = False) -> Any:
    """Ruleset or evidence with what people wrote in Greek letters; ids, words and conditions stay."""
    if isinstance(value, str):
        return PLAIN.sub(lambda found: found[0].translate(GREEK), value) if text and type(value) is str else value
    if isinstance(value, Mapping):
        return {key: foreign(one, text=text and key not in IDS) for key, one in value.items()}
    if isinstance(value, tuple):
        return tuple(foreign(one, text=text) for one in value)
    if is_dataclass(value) and not isinstance(value, type) and not hasattr(value, "evaluate"):
        return replace(value, **dict(_members(value)))
    return value


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    for field in fields(value):
        if field.init:
            told = field.name in WRITTEN or (field.name in TEXTS and not _is_word(value, field.name))
            told = told or (type(value).__name__, field.name) in {
                ("Sampling", "method"),
                ("Site", "kind"),
                ("Control", "control"),
            }
            yield field.name, foreign(getattr(value, field.name), text=told)


def _is_word(value: Any, name: str) -> bool:
    """A closed word or an id that a text elsewhere has the name of."""
    kind, given = type(value).__name__, getattr(value, name)
    return (kind, name) == ("Record", "site") or given in ("random", "risk", "complaint", "new_starter", "other")


@cache
def strange() -> Assessment:
    """The example, written by somebody in Greek letters."""
    one = samples.example()
    ruleset, evidence = foreign(one.ruleset), foreign(one.evidence)
    return judge(ruleset, evidence)


class Texts(HTMLParser):
    """Text nodes and the attributes a reader hears."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("style", "code")
        heard = ("alt", "title", "aria-label", "data-org", "data-foot", "data-running", "data-label")
        self.found += [value or "" for name, value in attributes if name in heard]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("style", "code")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)


def plain_words(html: str, known: frozenset[str]) -> set[str]:
    """Words in plain letters that are no id."""
    reader = Texts()
    reader.feed(html)
    told = (DIGEST.sub("", text) for text in reader.found)
    return {word for text in told for word in WORD.findall(text) if word.casefold() not in known}


@pytest.fixture(scope="module")
def known() -> frozenset[str]:
    one = samples.example()
    rules, questions = one.ruleset, one.ruleset.questionnaires.values()
    ids = [rules.id, *rules.groups, *rules.criteria, *rules.indicators, *(rule.id for rule in rules.rules)]
    ids += [*one.evidence.documents, *(record.id for record in one.evidence.records)]
    ids += [form.id for form in questions] + [item for form in questions for item in form.items()]
    ids += [indicator.variant for indicator in rules.indicators.values()] + [
        indicator.kind for indicator in rules.indicators.values()
    ]
    ids += [seen.unit for rows in one.evidence.observations.values() for seen in rows]
    ids += [site.id for site in one.evidence.engagement.sites] + [one.evidence.engagement.id, samples.ENGINE]
    return frozenset(word.casefold() for id_ in (*ids, *NAMES) for word in WORD.findall(id_))


def look(name: str) -> Template:
    return load_template(samples.TEMPLATES / name, charts=frozenset(CHARTS), shelves=[samples.TEMPLATES])


@pytest.mark.parametrize("kind", [AssessmentKind.CERTIFICATION, AssessmentKind.SELF_ASSESSMENT])
@pytest.mark.parametrize("pack", PACKS)
def test_every_fixed_word_is_in_a_catalogue(
    pack: str, kind: AssessmentKind, known: frozenset[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken = pseudo(language("de"))
    monkeypatch.setattr(page, "with_words", lambda _, folders: pseudo(with_words(language("de"), folders)))
    monkeypatch.setattr(drawings, "language", lambda _: spoken)
    one = strange()
    engagement = replace(one.evidence.engagement, kind=kind)
    one = replace(one, evidence=replace(one.evidence, engagement=engagement))
    report = build(
        one.ruleset, one.evidence, one.scorecard, one.findings, one.recommendation, engine_version="9", language=spoken
    )
    html = compose(report, look(pack), "", Imprint(number="BSC-1", attachments=(), address="", qr=""))
    assert "ａ" in html
    assert plain_words(html, known) == set()

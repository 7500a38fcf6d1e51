"""Whether the pages print what the attached result says: number, digests, conclusion, scores and every decimal."""

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from bsc_audit.app.report_file import MATERIAL
from bsc_audit.app.verification.check import Check
from bsc_audit.app.verification.claims import at, entries, text_at
from bsc_audit.core.documents.canonical import canonical
from bsc_audit.core.language import ENGLISH, Language
from bsc_audit.core.report.number import LENGTH, PREFIX, number_of
from bsc_audit.core.report.words import RESULT_ONLY, VERDICTS

ADDRESS = re.compile(r"https?://\S+")
NUMBER = re.compile(rf"{PREFIX}-\s*(\d{{4}})-\s*([0-9A-Z]{{{LENGTH}}})")
MOST_SHOWN = 3
SHOWN = 16  # digits of a hash
COMMA = ","  # between thousands in English texts; elsewhere what the language has


def printed_checks(
    pages: Sequence[str], attachments: Mapping[str, bytes], claimed: Mapping[str, Any], language: Language = ENGLISH
) -> Iterator[Check]:
    """Lines about the pages.

    Args:
        pages: text of each.
        attachments: by name.
        claimed: the attached result.
        language: the one they are written in.
    """
    text = "\n".join(pages)
    squeezed = _squeezed(text)
    yield _digests(squeezed, attachments)
    yield from _log_head(squeezed, text_at(claimed, "provenance", "log_head"))
    yield _number(text, claimed)
    yield _conclusion(squeezed, claimed, headings(language))
    yield _scores(squeezed, claimed, language)
    yield _decimals(text, claimed, decimal_pattern(language))


def headings(language: Language) -> tuple[str, ...]:
    """Of every conclusion there is, up to the award it names."""
    found = (heading for words in (VERDICTS, RESULT_ONLY) for heading, _ in words.values())
    return tuple(language.word(str(heading)).partition("{award}")[0] for heading in found)


def decimal_pattern(language: Language) -> re.Pattern[str]:
    """Numbers with decimals or with thousands set apart, as the language writes them; no versions, no dates."""
    mark, group = _marks(language)
    decimal = rf"(?<![\w{mark}])\d[\d{group}]*{mark}\d+(?!{mark}?\w)"
    return re.compile(rf"{decimal}|(?<![\w.,])\d{{1,3}}(?:{group}\d{{3}})+(?![\w{group}])")


def _marks(language: Language) -> tuple[str, str]:
    group = COMMA if language.texts is None else language.group
    return re.escape(language.decimal), re.escape(group)


def _squeezed(text: str) -> str:
    """Without blanks and line ends: where a line breaks is the template's business."""
    return "".join(text.split())


def _digests(squeezed: str, attachments: Mapping[str, bytes]) -> Check:
    named = {name: content for name, content in attachments.items() if _squeezed(name) in squeezed}
    wrong = [name for name, content in named.items() if sha256(content).hexdigest() not in squeezed]
    if wrong:
        says = f"{' and '.join(sorted(wrong))}: the attached file has another digest than the pages print"
        return Check(id="printed-digests", holds=False, says=says)
    if not named:
        return Check(id="printed-digests", holds=None, says="the pages print no digests of the attached files")
    return Check(id="printed-digests", holds=True, says="the attached files have the digests the pages print")


def _log_head(squeezed: str, head: str) -> Iterator[Check]:
    """Of a certificate's report only; a whole report prints it, a part of one need not."""
    if head and head in squeezed:
        says = (
            f"the pages print the head of the audit log the result names, {head[:SHOWN]}…; who keeps that log can tell"
        )
        yield Check(id="printed-log-head", holds=True, says=says)
    elif head and _squeezed(MATERIAL) in squeezed:
        says = f"the pages do not print the head of the audit log the result names, {head[:SHOWN]}…"
        yield Check(id="printed-log-head", holds=False, says=says)


def _number(text: str, claimed: Mapping[str, Any]) -> Check:
    printed = {f"{PREFIX}-{year}-{letters}" for year, letters in NUMBER.findall(text)}
    own = number_of(
        text_at(claimed, "meta", "id"),
        text_at(claimed, "meta", "as_of"),
        text_at(claimed, "provenance", "ruleset_digest"),
        text_at(claimed, "provenance", "evidence_digest"),
    )
    if not printed:
        return Check(id="number", holds=None, says=f"the pages print no number; the report's is {own}")
    if printed != {own}:
        says = f"the pages print the number {', '.join(sorted(printed))}, the report's is {own}"
        return Check(id="number", holds=False, says=says)
    return Check(id="number", holds=True, says=f"number {own}, which follows from ruleset and evidence")


def _conclusion(squeezed: str, claimed: Mapping[str, Any], known: Sequence[str]) -> Check:
    """A whole report, which prints its digests, prints its conclusion too; a part of one need not, but no other."""
    heading, overall = text_at(claimed, "statement", "heading"), text_at(claimed, "statement", "overall", "text")
    own = _squeezed(heading)
    others = [form for form in known if _squeezed(form) in squeezed and not own.startswith(_squeezed(form))]
    missing = [words for words in (heading, overall) if words and _squeezed(words) not in squeezed]
    if others or not heading or (missing and (own in squeezed or _squeezed(MATERIAL) in squeezed)):
        says = f"the pages do not print the result's conclusion: {', '.join(missing) or heading or 'there is none'}"
        return Check(id="printed-conclusion", holds=False, says=says)
    if missing:
        return Check(id="printed-conclusion", holds=None, says="these pages print no conclusion")
    shown = ", ".join(words for words in (heading, overall) if words)
    return Check(id="printed-conclusion", holds=True, says=f"the pages print the result's conclusion: {shown}")


def _scores(squeezed: str, claimed: Mapping[str, Any], language: Language) -> Check:
    """Where a title is followed by a number, one of these numbers is its score."""
    rows = [at(claimed, "scorecard", "overall"), *entries(claimed, "scorecard", "perspectives")]
    titled = [(text_at(row, "title"), text_at(row, "score", "text")) for row in rows]
    marks = _marks(language)
    wrong = [f"{title} {score}" for title, score in titled if score and not _follows(squeezed, title, score, marks)]
    if wrong:
        says = f"the pages do not print the result's scores: {', '.join(wrong[:MOST_SHOWN])}"
        return Check(id="printed-scores", holds=False, says=says)
    shown = ", ".join(f"{title} {score or 'not assessed'}" for title, score in titled)
    return Check(id="printed-scores", holds=True, says=f"the pages print the result's scores: {shown}")


def _follows(squeezed: str, title: str, score: str, marks: tuple[str, str]) -> bool:
    mark, group = marks
    numbers = re.findall(re.escape(_squeezed(title)) + rf"(\d[\d{group}]*{mark}\d+)", squeezed)
    return not numbers or any(number.startswith(score) for number in numbers)


def _decimals(text: str, claimed: Mapping[str, Any], decimal: re.Pattern[str]) -> Check:
    known = set(decimal.findall(canonical(claimed)))
    found = decimal.findall(ADDRESS.sub(" ", text))
    foreign = list(dict.fromkeys(number for number in found if number not in known))
    if foreign:
        says = f"the pages print numbers the result does not have: {', '.join(foreign[:MOST_SHOWN])}"
        return Check(id="printed-numbers", holds=False, says=says)
    says = f"each of the {len(found)} decimal numbers on the pages stands in the result"
    return Check(id="printed-numbers", holds=True if found else None, says=says)

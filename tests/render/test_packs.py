"""The packs: what each may show, to whom, on how many pages."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from itertools import product

import pypdf
import pytest

import report_samples as samples
from bsc_audit.app.assessments import Assessment
from bsc_audit.core.evidence.model import Remarks
from bsc_audit.core.vocabulary import AssessmentKind, Verdict
from bsc_audit.render.html import render_html
from bsc_audit.render.imprint import Attachment
from bsc_audit.render.page import compose
from bsc_audit.render.pdf import render_pdf
from shipped_packs import load

PACKS = ("executive-summary", "certificate", "action-plan", "public-summary", "visit-report")
GRANTED = {"by": "A. Decider", "on": "1999-04-01", "outcome": "granted"}
DECISIONS = {"none": {}, "granted": GRANTED, "refused": GRANTED | {"outcome": "refused"}}


def html(pack: str, assessment: Assessment) -> str:
    return compose(samples.report_of(assessment), load(pack), "")


def words(page: str) -> str:
    """What a reader sees, the title of the window and texts in pictures included."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def pages(pack: str, assessment: Assessment) -> list[str]:
    file = render_pdf(samples.report_of(assessment), load(pack))
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file)).pages]


@pytest.mark.parametrize(
    ("kind", "decision", "verdict"), list(product(AssessmentKind, DECISIONS, (Verdict.RECOMMEND, Verdict.DEFER)))
)
def test_only_a_granted_recommendation_looks_like_a_certificate(
    kind: AssessmentKind, decision: str, verdict: Verdict
) -> None:
    one = samples.decided(DECISIONS[decision], kind=kind, verdict=verdict)
    page = html("certificate", one)
    granted = (kind, decision, verdict) == (AssessmentKind.CERTIFICATION, "granted", Verdict.RECOMMEND)
    assert ("chart-seal" in page, "sheet-certificate" in page, "background-image" in page) == (granted,) * 3
    assert ("sheet-statement" in page) is not granted
    said = words(page)
    assert ("Statement of assessment" in said) is not granted
    assert ("This page is no certificate." in said) is not granted
    titles = [award.title for award in one.ruleset.decision.awards]
    sworn = [word for word in (*titles, "Certified", "granted to", "Valid until", "award") if word in said]
    assert bool(sworn) is granted
    assert ("A. Decider" in said) is granted


def test_a_self_assessment_names_itself_and_never_a_certificate() -> None:
    said = words(html("certificate", samples.decided(GRANTED, kind=AssessmentKind.SELF_ASSESSMENT)))
    assert "Self-assessment" in said
    assert "nobody independent has verified" in said
    assert said.replace("is no certificate", "").lower().count("certificate") == 0


def test_a_certificate_says_when_its_data_are_illustrative() -> None:
    one = samples.decided(GRANTED)
    assert "Specimen: contains illustrative data" in words(html("certificate", one))
    plain = replace(one.evidence.engagement, illustrative="")
    assert "illustrative" not in words(
        html("certificate", replace(one, evidence=replace(one.evidence, engagement=plain)))
    )


def test_conditions_of_a_certificate_are_on_it() -> None:
    one = samples.decided(GRANTED, verdict=Verdict.RECOMMEND_WITH_CONDITIONS)
    recommendation = replace(one.recommendation, conditions=("Close N-03.", "Close N-04."))
    assert "Granted under 2 conditions" in words(html("certificate", replace(one, recommendation=recommendation)))


def internal(one: Assessment) -> Iterator[str]:
    """Everything of an assessment that is nobody's business outside."""
    report = samples.report_of(one)
    yield from (row.id for row in report.register.rows)
    yield from (row.sha256 for row in report.register.rows if row.sha256)
    yield from (person.name for person in report.engagement.team)
    yield from report.engagement.participants
    yield from (action.owner for action in report.actions if action.owner)
    for group in report.findings:
        for finding in group.findings:
            yield from (finding.ref, finding.title, finding.statement, finding.recommendation)
            yield from (reason.text for reason in finding.reasons if len(reason.text) > 6)
    yield from (criterion.id for chapter in report.chapters for theme in chapter.themes for criterion in theme.criteria)
    yield from (difference.auditee for difference in report.remarks.differences)
    yield from (report.remarks.confidentiality, *report.remarks.distribution, report.statement.decisive)


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_public_summary_holds_nothing_internal(decision: str) -> None:
    one = replace(samples.example(), evidence=_with_decision(decision))
    page = html("public-summary", one).replace("\u00a0", " ")
    hidden = set(filter(None, (*internal(one), one.evidence.remarks.decision.get("by", ""))))
    assert len(hidden) > 200
    assert [text for text in sorted(hidden) if re.search(rf"\b{re.escape(text)}(?!\w)", unescape(page))] == []


def _with_decision(decision: str) -> samples.Evidence:
    evidence = samples.example().evidence
    remarks: Remarks = replace(evidence.remarks, decision=DECISIONS[decision])
    return replace(evidence, remarks=remarks)


@pytest.mark.parametrize(
    ("one", "certified"),
    [
        (samples.decided(GRANTED), True),
        (samples.decided({}), False),
        (samples.decided(GRANTED, kind=AssessmentKind.ASSESSED), False),
        (samples.decided(GRANTED, verdict=Verdict.NOT_YET), False),
    ],
    ids=["granted", "undecided", "assessed", "not recommended"],
)
def test_a_public_summary_names_an_award_only_when_it_is_granted(one: Assessment, certified: bool) -> None:
    assert ("Exemplary" in words(html("public-summary", one))) is certified


@pytest.mark.parametrize("pack", ["certificate", "public-summary", "visit-report"])
def test_what_is_handed_out_carries_no_file(pack: str) -> None:
    bundle = Attachment(name="evidence.zip", content=b"secret", relationship="Source", description="evidence")
    file = render_pdf(samples.report_of(samples.nothing_assessed()), load(pack), attachments=[bundle])
    assert dict(pypdf.PdfReader(io.BytesIO(file)).attachments) == {}


def test_a_visit_report_names_no_person() -> None:
    one = samples.example()
    page = words(html("visit-report", one))
    report = samples.report_of(one)
    people = [person.name for person in report.engagement.team] + list(report.engagement.participants)
    assert [name for name in people if name in page] == []
    assert [row.id for row in report.register.rows if re.search(rf"\b{row.id}\b", page)] == []


def test_a_visit_report_lists_every_item_and_every_critical_failure() -> None:
    report, page = samples.example_report(), words(html("visit-report", samples.example()))
    items = [item for checklist in report.visits for item in checklist.every_item]
    assert len(items) > 50
    assert [item.id for item in items if " ".join(item.asks.split()) not in page.replace("\u00a0", " ")] == []
    failed = [visit for checklist in report.visits for visit in checklist.visits if visit.failed_critical]
    assert failed
    assert f"{len(failed)} with a failed critical item" in page


def test_an_action_plan_keeps_the_order_of_urgency_and_leaves_lines_to_fill() -> None:
    report, page = samples.example_report(), html("action-plan", samples.example())
    said = words(page).replace("\u00a0", " ")
    places = [said.index(f"{action.number} {action.action}") for action in report.actions]
    assert places == sorted(places)
    open_ = sum((not action.owner) + (not action.due) + 1 for action in report.actions)
    assert page.count('class="line"') == open_
    assert all(action.owner in said for action in report.actions)


def test_a_long_action_plan_says_what_it_leaves_out() -> None:
    one = samples.with_findings(400)
    asked = len(samples.report_of(one).actions)
    assert asked > 150
    assert f"Not listed here: {asked - 150} more." in words(html("action-plan", one))


EXTREMES = {
    "long names": lambda: samples.renamed(samples.LONG),
    "one long word": lambda: samples.renamed(samples.UNBROKEN),
    "300 findings": lambda: samples.with_findings(300),
    "nothing assessed": samples.nothing_assessed,
    "a foreign scheme": samples.foreign,
    "granted": lambda: samples.decided(GRANTED),
}


@pytest.mark.parametrize(("pack", "extreme"), list(product(("executive-summary", "certificate"), EXTREMES)))
def test_a_page_stays_one_page(pack: str, extreme: str) -> None:
    found = pages(pack, EXTREMES[extreme]())
    assert len(found) == 1
    assert len(found[0]) > 300


@pytest.mark.parametrize("pack", PACKS)
def test_a_pack_for_a_browser_needs_nothing_else(pack: str) -> None:
    page = render_html(samples.example_report(), load(pack)).decode()
    assert "data:font/ttf" in page
    assert set(re.findall(r'(?:href|src)="([^"#][^"]*)"', page)) == set()


@pytest.mark.parametrize("pack", PACKS)
def test_a_pack_for_a_browser_fits_a_telephone_and_is_reached_by_keyboard(pack: str) -> None:
    page = render_html(samples.example_report(), load(pack)).decode()
    assert 'name="viewport" content="width=device-width' in page
    assert page.count("<main>") == page.count("</main>") == 1
    assert '<table class="d' not in page

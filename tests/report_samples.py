"""Assessments to render reports from: the shipped example, and what is left of it when things are missing."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

from bsc_audit.app.assessments import Assessment, judge
from bsc_audit.app.rulesets import compile_files
from bsc_audit.core.evidence.intake import accept
from bsc_audit.core.evidence.model import Answer, Evidence, Remarks
from bsc_audit.core.findings.model import Finding, Findings
from bsc_audit.core.language import ENGLISH, Language
from bsc_audit.core.report.build import build
from bsc_audit.core.report.model import Report
from bsc_audit.core.vocabulary import AssessmentKind, FindingKind, Truth, Verdict
from bsc_audit.importers.folder import read_folder
from bsc_audit.importers.library import FolderLibrary

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "report_templates"
EXAMPLE = ROOT / "examples" / "harbour-bank"
ENGINE = "9.9.9"


@cache
def example() -> Assessment:
    """The shipped example, judged by the ruleset as it stands, sealed or not."""
    library = FolderLibrary([ROOT])
    files = library.ruleset("service-excellence", "1.0")
    assert files is not None
    ruleset = compile_files(library, files)
    return judge(ruleset, accept(ruleset, read_folder(EXAMPLE)))


def report_of(assessment: Assessment, spoken: Language = ENGLISH) -> Report:
    """The report of an assessment."""
    return build(
        assessment.ruleset,
        assessment.evidence,
        assessment.scorecard,
        assessment.findings,
        assessment.recommendation,
        engine_version=ENGINE,
        language=spoken,
    )


@cache
def example_report() -> Report:
    """The report of the example."""
    return report_of(example())


def bare(evidence: Evidence) -> Evidence:
    """The same engagement without anything submitted."""
    engagement = replace(evidence.engagement, previous=None, sampling=(), team=(), sites=(), functions=(), excluded=())
    return replace(
        evidence,
        answers={},
        observations={},
        scorecard={},
        records=(),
        documents={},
        remarks=Remarks(),
        engagement=engagement,
    )


@cache
def nothing_assessed() -> Assessment:
    """Nobody submitted anything."""
    return judge(example().ruleset, bare(example().evidence))


@cache
def nothing_applicable() -> Assessment:
    """Every criterion is declared not applicable."""
    ruleset = example().ruleset
    reason = Answer(value=None, not_applicable="The organisation does no such thing.")
    evidence = bare(example().evidence)
    return judge(ruleset, replace(evidence, answers=dict.fromkeys(ruleset.criteria, reason)))


def without_findings() -> Assessment:
    """No finding at all, and no rule."""
    return replace(example(), findings=Findings(items=(), rules=()))


def with_findings(number: int) -> Assessment:
    """As many findings as one likes, of every kind in turn."""
    model = next(finding for finding in example().findings.items if finding.risk and finding.origin == "rule")
    kinds = list(FindingKind)
    items = tuple(replace(model, id=f"F{i}", kind=kinds[i % len(kinds)], supports="") for i in range(number))
    return replace(example(), findings=replace(example().findings, items=items))


def recommended(kind: AssessmentKind = AssessmentKind.CERTIFICATION) -> Assessment:
    """Every gate met, the best award recommended."""
    one = example()
    award = one.ruleset.decision.awards[0]
    recommendation = replace(
        one.recommendation,
        verdict=Verdict.RECOMMEND,
        award=award.id,
        award_title=award.title,
        gates=tuple(replace(gate, truth=Truth.TRUE) for gate in one.recommendation.gates),
        awards=tuple(replace(row, reached=True, unmet=()) for row in one.recommendation.awards),
        overall=Fraction(951, 10),
    )
    engagement = replace(one.evidence.engagement, kind=kind)
    return replace(one, recommendation=recommendation, evidence=replace(one.evidence, engagement=engagement))


def decided(
    decision: Mapping[str, str],
    *,
    kind: AssessmentKind = AssessmentKind.CERTIFICATION,
    verdict: Verdict = Verdict.RECOMMEND,
) -> Assessment:
    """The best award reached, with that verdict and that decision of a named person on record."""
    one = recommended(kind)
    remarks = replace(one.evidence.remarks, decision=decision)
    recommendation = replace(one.recommendation, verdict=verdict)
    return replace(one, recommendation=recommendation, evidence=replace(one.evidence, remarks=remarks))


def of_kind(kind: AssessmentKind) -> Assessment:
    """The example as another kind of assessment."""
    one = example()
    return replace(one, evidence=replace(one.evidence, engagement=replace(one.evidence.engagement, kind=kind)))


def renamed(name: str) -> Assessment:
    """An organisation, title and finding of that name."""
    one = example()
    engagement = replace(
        one.evidence.engagement,
        title=name,
        organisation={**one.evidence.engagement.organisation, "name": name, "short": name},
    )
    first: Finding = replace(one.findings.items[0], title=name, statement=name)
    findings = replace(one.findings, items=(first, *one.findings.items[1:]))
    return replace(one, evidence=replace(one.evidence, engagement=engagement), findings=findings)


LONG = "An organisation whose name was chosen by three committees and a notary " * 4
UNBROKEN = "Kundendienstzufriedenheitsmessungsverordnung" * 5
HEBREW = "בנק הנמל בע״מ"  # written from right to left
HOSTILE = "</style><script>alert(1)</script>\" onload='x' {{ 7 * 7 }} & <b>"


@cache
def foreign() -> Assessment:
    """A scheme without perspectives that adds up demerit points: everything scored 5."""
    library = FolderLibrary([ROOT])
    files = library.ruleset("food-hygiene-rating", "1.0")
    assert files is not None
    ruleset = compile_files(library, files)
    answers = dict.fromkeys(ruleset.indicators, Answer(value=Fraction(5), not_applicable=None))
    return judge(ruleset, replace(bare(example().evidence), answers=answers))

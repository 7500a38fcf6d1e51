"""Assessments of every sort made from one: what a template has to cope with."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from bsc_audit.app.assessments import Assessment, judge
from bsc_audit.core.evidence.model import Remarks
from bsc_audit.core.findings.model import Finding, Findings
from bsc_audit.core.vocabulary import AssessmentKind

LONG = "An organisation whose name was chosen by three committees and a notary " * 3
UNBROKEN = "Kundendienstzufriedenheitsmessungsverordnung" * 3
HEBREW = "בנק הנמל בע״מ: שירות לקוחות (Harbour Bank) 2026"
ARABIC = "مصرف المرفأ للخدمات المالية ش.م.ل. — خدمة العملاء 2026"


def samples(whole: Assessment) -> dict[str, Assessment]:
    """Each sort by its name, in the order they are tried.

    Args:
        whole: an assessment with evidence of every kind and at least one finding.
    """
    return {name: make(whole) for name, make in SORTS.items()}


def _as_is(whole: Assessment) -> Assessment:
    return whole


def _self_assessment(whole: Assessment) -> Assessment:
    engagement = replace(whole.evidence.engagement, kind=AssessmentKind.SELF_ASSESSMENT)
    return replace(whole, evidence=replace(whole.evidence, engagement=engagement))


def _nothing_assessed(whole: Assessment) -> Assessment:
    engagement = replace(
        whole.evidence.engagement, previous=None, sampling=(), team=(), sites=(), functions=(), excluded=()
    )
    evidence = replace(
        whole.evidence,
        answers={},
        observations={},
        scorecard={},
        records=(),
        documents={},
        remarks=Remarks(),
        engagement=engagement,
    )
    return judge(whole.ruleset, evidence)


def _one_finding(whole: Assessment) -> Assessment:
    one = replace(whole.findings.items[0], supports="")
    return replace(whole, findings=Findings(items=(one,), rules=whole.findings.rules[:1]))


def _long_names(whole: Assessment) -> Assessment:
    return _renamed(whole, LONG, LONG + UNBROKEN)


def _right_to_left(whole: Assessment) -> Assessment:
    return _renamed(whole, ARABIC, HEBREW)


def _renamed(whole: Assessment, name: str, text: str) -> Assessment:
    """Organisation, title and the first finding in other words."""
    engagement = whole.evidence.engagement
    named = replace(engagement, title=text, organisation={**engagement.organisation, "name": name, "short": name})
    first: Finding = replace(whole.findings.items[0], title=text, statement=name)
    findings = replace(whole.findings, items=(first, *whole.findings.items[1:]))
    return replace(whole, evidence=replace(whole.evidence, engagement=named), findings=findings)


SORTS: Mapping[str, Callable[[Assessment], Assessment]] = MappingProxyType(
    {
        "example": _as_is,
        "self-assessment": _self_assessment,
        "nothing assessed": _nothing_assessed,
        "one finding": _one_finding,
        "long names": _long_names,
        "right to left": _right_to_left,
    }
)

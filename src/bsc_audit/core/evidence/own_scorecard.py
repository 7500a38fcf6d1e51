"""scorecard.yaml: how the organisation itself steers each metric."""

from fractions import Fraction

from bsc_audit.core.documents.part import Part
from bsc_audit.core.evidence.desk import Desk, grade_of, names_of
from bsc_audit.core.evidence.model import ScorecardEntry
from bsc_audit.core.evidence.observations import known_metrics, variant_is_known
from bsc_audit.core.metrics.table import METRIC_KINDS
from bsc_audit.core.quantities import exact
from bsc_audit.core.vocabulary import Grade


def read_scorecard(desk: Desk) -> dict[str, ScorecardEntry]:
    """The organisation's own entries by metric."""
    scorecard: dict[str, ScorecardEntry] = {}
    for listed in desk.parts("scorecard", "scorecard.yaml"):
        for metric, part in desk.sound_entries(listed):
            if metric not in desk.ruleset.indicators:
                desk.unknown(part.where_key, "metric", metric, known_metrics(desk))
                continue
            scorecard[metric] = _entry(desk, metric, part)
    return scorecard


def _entry(desk: Desk, metric: str, part: Part) -> ScorecardEntry:
    target, baseline = _number(part.at("target")), _number(part.at("baseline"))
    if target is not None and target == baseline:
        message = f"target and baseline of {metric} are both {float(target):g}, so no progress can be read between them"
        desk.refuse(part.at("target").where, "target-equals-baseline", message, "leave one of them out")
    cited = desk.cited(names_of(part.at("evidence")))
    return ScorecardEntry(
        owner=part.text("owner"),
        target=target,
        baseline=baseline,
        every=part.text("every"),
        use=part.text("use"),
        counterpart=part.text("counterpart"),
        variant=_variant(desk, metric, part.at("variant")),
        evidence=cited,
        grade=desk.graded(grade_of(part), cited, part.at("grade").where, Grade.NONE),
    )


def _number(part: Part) -> Fraction | None:
    return None if part.data is None else exact(part.data)


def _variant(desk: Desk, metric: str, part: Part) -> str:
    indicator = desk.ruleset.indicators[metric]
    kind = METRIC_KINDS.get(indicator.kind)
    if part.data is None:
        return ""
    if kind is None or not variant_is_known(kind, indicator, part.data):
        desk.unknown(part.where, "variant", part.data, kind.variants if kind else ())
    return str(part.data)

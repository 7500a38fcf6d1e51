"""The tables of named kinds and methods as one value; a plug-in makes a larger one."""

from collections.abc import Mapping
from dataclasses import dataclass

from bsc_audit.core.answers.table import ANSWER_TYPES, AnswerType
from bsc_audit.core.methods.aggregate import AGGREGATORS, LEAF_SCORES
from bsc_audit.core.metrics.kind import MetricKind
from bsc_audit.core.metrics.table import METRIC_KINDS

# Indicator kinds that are answered or observed rather than computed from submitted metric inputs.
ANSWERED_KINDS = frozenset({"rubric", "three_facet", "yes_no_set", "document_properties", "demerits"})
OBSERVED_KINDS = frozenset({"checklist", "contact_review"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything a ruleset may name."""

    metric_kinds: Mapping[str, MetricKind]
    answer_types: Mapping[str, AnswerType]
    aggregates: frozenset[str]

    @property
    def indicator_kinds(self) -> frozenset[str]:
        """Metric kinds and the kinds that are answered or observed."""
        return frozenset(self.metric_kinds) | ANSWERED_KINDS | OBSERVED_KINDS


CATALOGUE = Catalogue(
    metric_kinds=METRIC_KINDS,
    answer_types=ANSWER_TYPES,
    aggregates=frozenset(AGGREGATORS) | frozenset(LEAF_SCORES),
)

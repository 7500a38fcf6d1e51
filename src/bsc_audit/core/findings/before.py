"""An earlier judgement by the same ruleset: a criterion whose scores are as before is graded as before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bsc_audit.core.evidence.model import Evidence
from bsc_audit.core.expressions import Expression
from bsc_audit.core.findings.model import Finding
from bsc_audit.core.ruleset.model import Criterion, Ruleset
from bsc_audit.core.scoring.environment import Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What was submitted, what it came to, and what the criteria were found to be."""

    evidence: Evidence
    values: Values
    graded: Mapping[str, Finding]  # by criterion; one that is not there had nothing to be said of it

    def holds(self, criterion: Criterion, evidence: Evidence, values: Values) -> bool:
        """Whether the criterion, its indicators and what people remarked are as they were."""
        names = [member.id for member in criterion.indicators]
        return (
            values.nodes[criterion.id] == self.values.nodes[criterion.id]
            and all(values.indicators[name] == self.values.indicators[name] for name in names)
            and evidence.remarks == self.evidence.remarks
        )


def looks_no_further(ruleset: Ruleset, facts: Iterable[str]) -> bool:
    """Whether grading reads only the facts of its own criterion; conditions may name anything else as well."""
    own = {(fact,) for fact in facts}
    return all(own.issuperset(condition.operands) for condition in _conditions(ruleset))


def _conditions(ruleset: Ruleset) -> Iterable[Expression]:
    yield from (rule.when for rule in ruleset.grading.rules)
    yield from ruleset.severity.add_one_when
    yield from (condition for condition, _ in ruleset.severity.at_least)

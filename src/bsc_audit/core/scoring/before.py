"""An earlier scoring by the same ruleset: values that rest on equal evidence are taken over from it."""

from dataclasses import dataclass

from bsc_audit.core.evidence.model import Evidence
from bsc_audit.core.ruleset.model import Derived, Indicator
from bsc_audit.core.scoring.model import DerivedValue, Measured, Scorecard


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What was submitted, and what it came to."""

    evidence: Evidence
    scorecard: Scorecard

    def measured(self, indicator: Indicator, evidence: Evidence) -> Measured | None:
        """An indicator's value; None where what it rests on has changed."""
        name, earlier = indicator.id, self.evidence
        same = (
            evidence.answers.get(name) == earlier.answers.get(name)
            and evidence.engagement.period == earlier.engagement.period
            and (
                evidence.records == earlier.records
                if indicator.questionnaires
                else evidence.observations.get(name) == earlier.observations.get(name)
                and evidence.scorecard.get(name) == earlier.scorecard.get(name)
            )
        )
        return self.scorecard.indicators[name].measured if same else None

    def over_records(self, derived: Derived, evidence: Evidence) -> DerivedValue | None:
        """A value over visits and reviews; None where one of those has changed."""
        return self.scorecard.derived[derived.id] if evidence.records == self.evidence.records else None

    def over_series(self, derived: Derived, measured: Measured) -> DerivedValue | None:
        """A value over an indicator's series; None where the indicator was measured anew."""
        same = self.scorecard.indicators[measured.indicator].measured is measured
        return self.scorecard.derived[derived.id] if same else None

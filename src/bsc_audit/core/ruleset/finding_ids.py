"""The ids of every finding a ruleset can lead to, whatever the evidence says."""

from bsc_audit.core.ruleset.model import Ruleset


def finding_ids(ruleset: Ruleset) -> frozenset[str]:
    """Ids of rules, criteria, what several nonconformities in one group amount to, and checks of the scorecard."""
    rules = {rule.id for rule in ruleset.rules}
    return frozenset(
        {*rules, *ruleset.criteria, *together_ids(ruleset), *(hygiene_id(check.id) for check in ruleset.hygiene)}
    )


def together_ids(ruleset: Ruleset) -> frozenset[str]:
    """Ids of findings that several others amount to."""
    escalation = ruleset.grading.escalate
    groups = ruleset.groups_of(escalation.within) if escalation else ()
    return frozenset(together_id(group.id) for group in groups)


def together_id(group: str) -> str:
    """Id of the finding that several nonconformities in a group amount to."""
    return f"{group}-together"


def hygiene_id(check: str) -> str:
    """Id of the finding that a check of the organisation's own scorecard writes."""
    return f"scorecard-{check}"

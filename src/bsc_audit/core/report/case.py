"""One assessment's five inputs together, with the lookups that every part of the report needs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.decision.model import Recommendation
from bsc_audit.core.evidence.model import Evidence
from bsc_audit.core.findings.model import Findings
from bsc_audit.core.language import ENGLISH, Language
from bsc_audit.core.ruleset.model import Group, Ruleset
from bsc_audit.core.said import say
from bsc_audit.core.scoring.model import Scorecard, ScoredNode
from bsc_audit.core.vocabulary import Conformity, FindingKind, State

GRADED = frozenset({"grading", "team"})  # origins of findings that say how far a criterion is fulfilled
HYGIENE = "hygiene"  # origin of findings about the organisation's own scorecard


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a report is built from. `refs` run beside `findings.items`."""

    ruleset: Ruleset
    evidence: Evidence
    scorecard: Scorecard
    findings: Findings
    recommendation: Recommendation
    engine_version: str
    refs: tuple[str, ...]
    log_head: str = ""  # of the organisation's audit log when a certificate was issued
    language: Language = ENGLISH  # the Report is put into it when it is finished

    @property
    def root(self) -> ScoredNode:
        """The node of the overall score."""
        return self.scorecard.nodes[self.scorecard.root]

    @property
    def digits(self) -> int:
        """Decimals of group scores: those the decision compares."""
        return self.ruleset.decision.digits

    @property
    def scale(self) -> str:
        """What scores are measured by: "of 100", or "points" in a scheme that adds up points of its own."""
        return say("of 100") if self.of_100 else say("points")

    @property
    def of_100(self) -> bool:
        """Scores run from 0 to 100."""
        ruleset = self.ruleset
        used = (ruleset.indicators[m.id] for criterion in ruleset.criteria.values() for m in criterion.indicators)
        adds_up = ruleset.groups[ruleset.root].aggregate.method == "sum"
        return not (adds_up or any(indicator.as_points for indicator in used))

    def perspectives(self) -> tuple[Group, ...]:
        """The groups directly below the root; the root itself where it has criteria or nothing below it."""
        root = self.ruleset.groups[self.ruleset.root]
        below = tuple(self.ruleset.groups[m.id] for m in root.members if m.id in self.ruleset.groups)
        direct = any(member.id in self.ruleset.criteria for member in root.members)
        return (*below, root) if direct or not below else below

    def tones(self) -> Mapping[str, int]:
        """Number of the perspective of every group and criterion, from 1; 0 for the root."""
        found = {self.ruleset.root: 0}
        for number, group in enumerate(self.perspectives(), 1):
            found.update(dict.fromkeys(self.below(group.id), number))
        return found

    def below(self, group: str) -> Iterator[str]:
        """A group and everything under it, top down; of the root only its own criteria are its chapter."""
        yield group
        for member in self.ruleset.groups[group].members:
            if member.id in self.ruleset.groups:
                yield from () if group == self.ruleset.root else self.below(member.id)
            else:
                yield member.id

    def criteria_under(self, group: str) -> tuple[str, ...]:
        """Criteria under a group, the whole tree for the root, in file order."""
        members = self.ruleset.groups[group].members
        return tuple(
            found
            for member in members
            for found in (self.criteria_under(member.id) if member.id in self.ruleset.groups else (member.id,))
            if found in self.scorecard.nodes
        )

    def previous(self, node: str) -> Fraction | None:
        """Score of the same node in the earlier assessment."""
        earlier = self.evidence.engagement.previous
        return earlier.scores.get(node) if earlier else None

    def refs_of(self, criterion: str) -> tuple[str, ...]:
        """References of the findings that name a criterion."""
        return tuple(
            ref
            for ref, finding in zip(self.refs, self.findings.items, strict=True)
            if criterion in finding.criteria and finding.origin != HYGIENE
        )

    def evidence_of(self, criterion: str) -> tuple[str, ...]:
        """Register ids behind a criterion: of its answer and of what its indicators measured, each once."""
        answer = self.evidence.answers.get(criterion)
        members = self.ruleset.criteria[criterion].indicators
        scored = [self.scorecard.indicators[m.id] for m in members if m.id in self.scorecard.indicators]
        named = [id_ for one in scored for id_ in one.measured.evidence]
        return tuple(dict.fromkeys([*named, *(answer.evidence if answer else ())]))

    def result(self, criterion: str) -> str:
        """Slug of a criterion's result; an assessed criterion nobody graded conforms."""
        state = self.scorecard.nodes[criterion].state
        if state is not State.ASSESSED:
            return state.value
        graded = (f for f in self.findings.judged if f.origin in GRADED and criterion in f.criteria)
        grades = [finding.conformity for finding in graded]
        known = [grade for grade in grades if grade is not None]
        return max(known, key=list(Conformity).index, default=Conformity.CONFORMS).value

    def title(self, node: str) -> str:
        """Title of anything the ruleset names, or the name itself."""
        try:
            return self.ruleset.title_of(node)
        except KeyError:
            return node


def references(findings: Findings) -> tuple[str, ...]:
    """Short names of findings, numbered by kind in reading order: R-01, W-01."""
    counted = dict.fromkeys(FindingKind, 0)
    refs = []
    for finding in findings.items:
        counted[finding.kind] += 1
        refs.append(f"{_LETTERS[finding.kind]}-{counted[finding.kind]:02d}")
    return tuple(refs)


_LETTERS: Mapping[FindingKind, str] = MappingProxyType(
    {
        FindingKind.NONCONFORMITY: "N",
        FindingKind.RISK: "R",
        FindingKind.WEAKNESS: "W",
        FindingKind.STRENGTH: "S",
        FindingKind.OPPORTUNITY: "O",
        FindingKind.OBSERVATION: "B",
    }
)

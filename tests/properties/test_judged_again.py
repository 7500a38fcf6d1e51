"""What is judged after a change, taking over what the change does not touch, is what is judged from the beginning."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsc_audit.app.assessments import Assessment, judge
from bsc_audit.app.rulesets import load_ruleset
from bsc_audit.core.documents import parse
from bsc_audit.core.documents.canonical import digest
from bsc_audit.core.evidence.earlier import Accepted, unchanged
from bsc_audit.core.evidence.intake import accept, accept_after
from bsc_audit.core.evidence.raw import RawEvidence
from bsc_audit.core.evidence.tables import read_table
from bsc_audit.core.findings.before import looks_no_further
from bsc_audit.core.findings.derive import values_of
from bsc_audit.core.findings.grading import LOCAL_FACTS, local_values
from bsc_audit.core.problems import EvidenceError, Problem
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.importers.folder import read_folder
from evidence_builders import GOOD, small_ruleset
from harbour import harbour
from json_mutation import mutated
from service_world import LIBRARY

RAW = read_folder(GOOD)
Outcome = tuple[Assessment | None, tuple[Problem, ...]]


def _changed(raw: RawEvidence, name: str, text: str) -> RawEvidence:
    if name in raw.tables:
        return replace(raw, tables={**raw.tables, name: read_table(text, name)})
    return replace(raw, documents={**raw.documents, name: parse(text, name)})


def _anew(ruleset: Ruleset, raw: RawEvidence) -> Outcome:
    try:
        return judge(ruleset, accept(ruleset, raw)), ()
    except EvidenceError as error:
        return None, error.problems


def _again(before: tuple[Accepted, Assessment], ruleset: Ruleset, raw: RawEvidence) -> Outcome:
    try:
        accepted = accept_after(before[0], ruleset, raw)
    except EvidenceError as error:
        return None, error.problems
    assert accepted.evidence.digest == digest(replace(accepted.evidence, digest=""))
    return judge(ruleset, accepted.evidence, before=before[1]), ()


def _first(ruleset: Ruleset, raw: RawEvidence) -> tuple[Accepted, Assessment]:
    accepted = accept_after(None, ruleset, raw)
    return accepted, judge(ruleset, accepted.evidence)


@cache
def _small() -> tuple[Accepted, Assessment]:
    return _first(small_ruleset(), RAW)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_changes_in_a_file_the_judgement_is_the_same_either_way(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(RAW.documents)))
    raw = _changed(RAW, name, json.dumps(data.draw(mutated(RAW.documents[name].data))))
    assert _again(_small(), small_ruleset(), raw) == _anew(small_ruleset(), raw)


@cache
def _sample_ruleset() -> Ruleset:
    return load_ruleset(LIBRARY, "service-excellence", "1.0")


@cache
def _sample() -> tuple[Accepted, Assessment]:
    return _first(_sample_ruleset(), harbour())


# File, what stands there, what is put in its place.
CHANGES: Mapping[str, tuple[str, str, str]] = {
    "an answer": ("answers.yaml", "value: 3", "value: 1"),
    "an answer withdrawn": ("answers.yaml", "  FIN-01:\n", "  FIN-02:\n"),
    "a comment": ("answers.yaml", "comment: >-\n      The strategy", "comment: >-\n      A strategy"),
    "what a document is worth": ("documents.yaml", "grade: A", "grade: C"),
    "the organisation's own target": ("scorecard.yaml", "target: 3.0", "target: 4.5"),
    "the day": ("assessment.yaml", "as_of: 1999-03-12", "as_of: 2001-03-12"),
    "the period": ("assessment.yaml", "period: 1999-02", "period: 1999-01"),
    "the kind": ("assessment.yaml", "kind: certification", "kind: self_assessment"),
    "a visit": ("visits/calls.yaml", "status: accepted", "status: excluded"),
    "a measurement": ("metrics/client.csv", ",1999-02,", ",1998-12,"),
    "a remark": ("remarks.yaml", "falsified: []", "falsified: [D-001]"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_to_the_sample_is_judged_as_the_changed_sample_is(change: str) -> None:
    name, old, new = CHANGES[change]
    sample, ruleset = harbour(), _sample_ruleset()
    text = (sample.documents.get(name) or sample.tables[name]).text
    assert old in text
    raw = _changed(sample, name, text.replace(old, new, 1))
    assert _again(_sample(), ruleset, raw) == _anew(ruleset, raw)


def test_only_what_a_change_touches_is_read_and_measured_again() -> None:
    sample, ruleset, (accepted, judged) = harbour(), _sample_ruleset(), _sample()
    name, old, new = CHANGES["an answer"]
    raw = _changed(sample, name, sample.documents[name].text.replace(old, new, 1))
    after = accept_after(accepted, ruleset, raw)
    again = judge(ruleset, after.evidence, before=judged)
    assert after.evidence.records is accepted.evidence.records
    assert after.evidence.observations is accepted.evidence.observations
    kept = [
        one
        for one in ruleset.indicators
        if again.scorecard.indicators[one].measured is judged.scorecard.indicators[one].measured
    ]
    assert len(kept) == len(ruleset.indicators) - 1


def test_nothing_is_taken_over_from_another_ruleset_or_from_files_without_their_text() -> None:
    accepted, _ = _small()
    assert unchanged(small_ruleset(), RAW, accepted).basis is accepted.evidence
    assert unchanged(replace(small_ruleset()), RAW, accepted).basis is None
    textless = replace(RAW, documents={name: replace(read, text="") for name, read in RAW.documents.items()})
    assert unchanged(small_ruleset(), textless, accept_after(None, small_ruleset(), textless)).basis is None


def test_grading_is_taken_over_where_its_conditions_read_their_own_criterion_only() -> None:
    ruleset, (_, judged) = _sample_ruleset(), _sample()
    criterion = next(iter(ruleset.criteria.values()))
    local = local_values(ruleset, criterion, judged.evidence, values_of(judged.scorecard))
    assert set(local.facts) == LOCAL_FACTS
    assert looks_no_further(ruleset, LOCAL_FACTS)
    assert not looks_no_further(ruleset, LOCAL_FACTS - {"score"})

"""What is shipped compiles, passes its own cases, and leaves nothing unreached."""

from pathlib import Path

import pytest

from bsc_audit.app.assessments import judge
from bsc_audit.app.rulesets import compile_files, load_questionnaires
from bsc_audit.core.cases.run import run_cases
from bsc_audit.core.cases.whole import nothing_submitted
from bsc_audit.core.vocabulary import Truth
from bsc_audit.importers.library import FolderLibrary

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = FolderLibrary([ROOT])
SHIPPED = [("service-excellence", "1.0"), ("food-hygiene-rating", "1.0")]


def test_every_ruleset_of_the_folder_is_known_to_these_tests() -> None:
    assert sorted(LIBRARY.rulesets()) == sorted(SHIPPED)


@pytest.mark.parametrize(("name", "version"), SHIPPED)
def test_a_shipped_ruleset_passes_all_its_cases_and_they_reach_everything(name: str, version: str) -> None:
    files = LIBRARY.ruleset(name, version)
    assert files is not None
    report = run_cases(compile_files(LIBRARY, files), LIBRARY.cases(name, version))
    assert [result for result in report.results if result.failures] == []
    assert report.gaps == ()


@pytest.mark.parametrize("profile", ["contact-centre", "branch-network", "digital-only"])
def test_every_profile_compiles_and_keeps_the_four_perspectives(profile: str) -> None:
    files = LIBRARY.ruleset("service-excellence", "1.0")
    assert files is not None
    narrowed = compile_files(LIBRARY, files, profile=profile)
    assert [group.id for group in narrowed.groups_of("perspective")] == ["FIN", "CLI", "OPS", "GRO"]


def test_every_questionnaire_compiles_and_is_published() -> None:
    assert {form.status for form in load_questionnaires(LIBRARY).values()} == {"published"}


def test_a_profile_forgets_what_it_drops_everywhere() -> None:
    files = LIBRARY.ruleset("service-excellence", "1.0")
    assert files is not None
    narrowed = compile_files(LIBRARY, files, profile="digital-only")
    gone = {"CLI-07", "CLI-08", "CLI-09", "CLI-10", "OPS-03"}
    assert gone.isdisjoint(narrowed.criteria)
    assert all(gone.isdisjoint(rule.criteria) for rule in narrowed.rules)
    assert "CLI-premises" not in narrowed.groups
    assert narrowed.criteria["CLI-11"].weight == 14


def test_a_critical_criterion_that_a_profile_drops_holds_nothing_up() -> None:
    files = LIBRARY.ruleset("service-excellence", "1.0")
    assert files is not None
    narrowed = compile_files(LIBRARY, files, profile="contact-centre")
    found = judge(narrowed, nothing_submitted(narrowed)).recommendation
    gates = {gate.id: gate.truth for gate in found.gates}
    assert gates["access-assessed"] is Truth.TRUE
    assert gates["complaints-assessed"] is Truth.FALSE

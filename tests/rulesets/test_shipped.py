"""What is shipped compiles, passes its own cases, and leaves nothing unreached."""

from pathlib import Path

import pytest

from bsc_audit.app.rulesets import compile_files, load_questionnaires
from bsc_audit.core.cases.run import run_cases
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

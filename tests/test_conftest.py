"""The conftest's promise: where the shared material or a browser is required, a skip for want of it fails."""

from pathlib import Path

import pytest

CONFTEST = Path(__file__).with_name("conftest.py").read_text(encoding="utf-8")

WANTS_SHARED = {
    "test_inside": "def test_it(shared_folder): shared_folder('no-such-folder')",
    "test_mark": "import pytest\n@pytest.mark.skipif(True, reason='shared/cases is absent')\ndef test_it(): pass",
    "test_module": "import pytest\npytest.skip('the shared folder is absent', allow_module_level=True)",
    "test_empty_table": "import pytest\n@pytest.mark.parametrize('row', [])\ndef test_it(row): pass",
}
WANTS_BROWSER = {"test_page": "import pytest\ndef test_it(): pytest.skip('no chromium on this machine')"}
WANTS_OTHER = {"test_other": "import pytest\ndef test_it(): pytest.skip('needs another operating system')"}


@pytest.fixture
def outcomes(pytester: pytest.Pytester) -> dict[str, int]:
    """How tests that skip, each for its reason, come out under the project's conftest."""
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(**WANTS_SHARED, **WANTS_BROWSER, **WANTS_OTHER)
    return pytester.runpytest_inprocess("-p", "no:cacheprovider", "--continue-on-collection-errors").parseoutcomes()


@pytest.fixture
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BSC_REQUIRE_SHARED", raising=False)
    monkeypatch.delenv("BSC_REQUIRE_BROWSER", raising=False)


@pytest.fixture
def where_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BSC_REQUIRE_SHARED", "1")
    monkeypatch.setenv("BSC_REQUIRE_BROWSER", "1")


@pytest.mark.usefixtures("at_home")
def test_skips_for_want_of_material_are_skips_at_home(outcomes: dict[str, int]) -> None:
    assert outcomes == {"skipped": len(WANTS_SHARED) + len(WANTS_BROWSER) + len(WANTS_OTHER)}


@pytest.mark.usefixtures("where_required")
def test_the_same_skips_fail_where_the_material_is_required_and_others_stay(outcomes: dict[str, int]) -> None:
    assert outcomes.get("failed", 0) + outcomes.get("errors", 0) == len(WANTS_SHARED) + len(WANTS_BROWSER)
    assert outcomes["skipped"] == len(WANTS_OTHER)

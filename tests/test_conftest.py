"""The conftest's promise: where the shared material is required, a skip for want of it fails."""

from pathlib import Path

import pytest

CONFTEST = Path(__file__).with_name("conftest.py").read_text(encoding="utf-8")

WANTS = {
    "inside a test": "def test_it(shared_folder): shared_folder('no-such-folder')",
    "by a mark": "import pytest\n@pytest.mark.skipif(True, reason='shared/cases is absent')\ndef test_it(): pass",
    "a whole module": "import pytest\npytest.skip('the shared folder is absent', allow_module_level=True)",
    "an empty table": "import pytest\n@pytest.mark.parametrize('row', [])\ndef test_it(row): pass",
}


def outcomes_of(pytester: pytest.Pytester, text: str) -> dict[str, int]:
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(text)
    return pytester.runpytest_inprocess("-p", "no:cacheprovider").parseoutcomes()


@pytest.mark.parametrize("text", WANTS.values(), ids=WANTS)
def test_a_skip_for_want_of_shared_material_is_a_skip_at_home(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.delenv("BSC_REQUIRE_SHARED", raising=False)
    assert outcomes_of(pytester, text) == {"skipped": 1}


@pytest.mark.parametrize("text", WANTS.values(), ids=WANTS)
def test_the_same_skip_fails_where_the_material_is_required(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("BSC_REQUIRE_SHARED", "1")
    failed = outcomes_of(pytester, text)
    assert "skipped" not in failed
    assert sum(failed.get(word, 0) for word in ("failed", "errors")) == 1


def test_other_skips_stay_skips(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BSC_REQUIRE_SHARED", "1")
    text = "import pytest\ndef test_it(): pytest.skip('needs another operating system')"
    assert outcomes_of(pytester, text) == {"skipped": 1}

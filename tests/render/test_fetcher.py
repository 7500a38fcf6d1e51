"""Only files of the template and its base are loaded, the template's own first."""

from pathlib import Path

import pytest
from weasyprint.urls import FatalURLFetchingError

from bsc_audit.render.fetcher import locked_fetcher


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A template, its base, and a neighbour nobody named."""
    for folder, names in {"own": ["a.svg"], "base": ["a.svg", "b.svg"], "other": ["c.svg"]}.items():
        (tmp_path / folder).mkdir()
        for name in names:
            (tmp_path / folder / name).write_text(f"<{folder}/>")
    (tmp_path / "own" / "out.svg").symlink_to(tmp_path / "other" / "c.svg")
    return tmp_path


@pytest.mark.parametrize(("name", "found"), [("a.svg", b"<own/>"), ("b.svg", b"<base/>")])
def test_a_file_comes_from_the_first_folder_that_has_it(shelf: Path, name: str, found: bytes) -> None:
    assert locked_fetcher(shelf / "own", shelf / "base").fetch(f"asset:///{name}").read() == found


@pytest.mark.parametrize("name", ["c.svg", "../other/c.svg", "..%2Fother%2Fc.svg", "out.svg", "/etc/hostname", "."])
def test_nothing_else_is_loaded(shelf: Path, name: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        locked_fetcher(shelf / "own", shelf / "base").fetch(f"asset:///{name}")

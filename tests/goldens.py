"""Writes the stored texts and pictures of the shipped packs anew: .venv/bin/python tests/goldens.py

Look at what changed before it is committed: `git diff tests/golden`.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

if __name__ == "__main__":  # as pytest's own path is set
    sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "scripts")]

import page_pictures as pictures
import page_texts as texts
import report_samples as samples
from bsc_audit.render.pdf import render_pdf
from shipped_packs import PACKS, load, once

GRANTED = {"by": "A. Decider", "on": "1999-04-01", "outcome": "granted"}
CERTIFICATE = "certificate-granted"

# name of a picture: its file, and the part that begins on the page; "" for the first
SHOWN: Mapping[str, tuple[str, str]] = {
    "cover": ("certification", ""),
    "conclusion": ("certification", "Conclusion and decision rule"),
    "summary": ("certification", "Executive summary"),
    "scorecard": ("certification", "Balanced scorecard"),
    "findings": ("certification", "Findings"),
    "client": ("certification", "Client perspective"),
    "metrics": ("certification", "Metrics"),
    "executive-summary": ("executive-summary", ""),
    "certificate": (CERTIFICATE, ""),
    "statement": ("certificate", ""),
    "action-plan": ("action-plan", ""),
}


def granted(folder: Path) -> Path:
    """A certificate as it looks once it is granted."""
    file = folder / f"{CERTIFICATE}.pdf"
    if not file.exists():
        file.write_bytes(render_pdf(samples.report_of(samples.decided(GRANTED)), load("certificate")))
    return file


def shown(name: str, pack: Callable[[str], Path], own: Path) -> pictures.Image.Image:
    """A main page as a picture.

    Args:
        name: of SHOWN.
        pack: gives the file of a pack.
        own: a folder for what no pack is.
    """
    source, part = SHOWN[name]
    file = granted(own) if source == CERTIFICATE else pack(source)
    return pictures.picture(file, pictures.page_of(file, part) if part else 1)


def main() -> None:
    """Write everything anew."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for line in _written(folder):
            print(line)


def _written(folder: Path) -> Iterator[str]:
    texts.FOLDER.mkdir(exist_ok=True)
    for old in (*texts.FOLDER.glob("*.txt"), *pictures.FOLDER.glob("*.png")):
        old.unlink()
    for pack in PACKS:
        target = texts.FOLDER / f"{pack}.txt"
        target.write_text(texts.written(texts.parts_of(once(pack, folder))), encoding="utf-8")
        yield f"{target}: {target.stat().st_size:,} bytes"
    for name in SHOWN:
        pictures.store(name, shown(name, lambda pack: once(pack, folder), folder))
    yield f"{pictures.FOLDER}: {sum(file.stat().st_size for file in pictures.FOLDER.iterdir()):,} bytes"


if __name__ == "__main__":
    main()

"""The main pages beside stored pictures, and proof that the measure sees what a reader would miss."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

import goldens
import page_pictures as pictures
import report_samples as samples
from bsc_audit.render.pdf import render_pdf
from shipped_packs import load

Pack = Callable[[str], Path]
Spoil = Callable[[Image.Image], Image.Image]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pictures")


@pytest.mark.parametrize("name", goldens.SHOWN)
def test_a_main_page_looks_as_it_did(name: str, shipped_pack: Pack, own: Path) -> None:
    now = goldens.shown(name, shipped_pack, own)
    assert not pictures.compared(pictures.stored(name), now).seen, pictures.told(name, now, kept(own))


def kept(own: Path) -> Path:
    """A folder that outlives the run of a worker."""
    folder = own / "seen"
    folder.mkdir(exist_ok=True)
    return folder


def test_stored_pictures_are_small() -> None:
    assert sum(file.stat().st_size for file in pictures.FOLDER.iterdir()) < 400_000
    assert {file.stem for file in pictures.FOLDER.iterdir()} == set(goldens.SHOWN)


def painted(box: tuple[float, float, float, float], colour: str) -> Spoil:
    """A part of the page, in shares of it, painted over."""

    def spoil(shown: Image.Image) -> Image.Image:
        spoilt = shown.copy()
        wide, high = shown.size
        corners = [(box[0] * wide, box[1] * high), (box[2] * wide, box[3] * high)]
        ImageDraw.Draw(spoilt).rectangle(corners, fill=colour)
        return spoilt

    return spoil


def moved(box: tuple[float, float, float, float], dots: int) -> Spoil:
    """A part of the page, in shares of it, shifted to the right."""

    def spoil(shown: Image.Image) -> Image.Image:
        wide, high = shown.size
        place = (int(box[0] * wide), int(box[1] * high), int(box[2] * wide), int(box[3] * high))
        part, spoilt = shown.crop(place), shown.copy()
        spoilt.paste("white", place)
        spoilt.paste(part, (place[0] + dots, place[1]))
        return spoilt

    return spoil


def other_hues(shown: Image.Image) -> Image.Image:
    red, green, blue = shown.split()
    return Image.merge("RGB", (blue, green, red))


def without_colour(shown: Image.Image) -> Image.Image:
    return shown.convert("L").convert("RGB")


FAULTS: dict[str, tuple[str, Spoil]] = {
    "the gauge gone": ("conclusion", painted((0.55, 0.34, 0.93, 0.47), "white")),
    "colours swapped": ("summary", other_hues),
    "colour gone": ("findings", without_colour),
    "a column 4 mm to the right": ("metrics", moved((0.55, 0.2, 0.75, 0.8), 8)),
    "a line of text gone": ("certificate", painted((0.1, 0.3, 0.9, 0.36), "white")),
    "the page blank": ("cover", painted((0, 0, 1, 1), "white")),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_seen(name: str) -> None:
    page, spoil = FAULTS[name]
    shown = pictures.stored(page)
    assert spoil(shown).tobytes() != shown.tobytes()
    assert pictures.compared(shown, spoil(shown)).seen


def test_another_font_is_seen(own: Path) -> None:
    look = load("executive-summary")
    file = own / "serif.pdf"
    serif = replace(look, properties={**look.properties, "sans": look.properties["serif"]})
    file.write_bytes(render_pdf(samples.example_report(), serif))
    assert pictures.compared(pictures.stored("executive-summary"), pictures.picture(file, 1)).seen


@pytest.mark.parametrize("name", ["executive-summary", "statement"])
def test_letters_drawn_by_another_hand_are_not(name: str, shipped_pack: Pack, own: Path) -> None:
    """Drawn less fine, every edge of every letter is another one; or all is a quarter of a dot aside."""
    source, _ = goldens.SHOWN[name]
    now = goldens.shown(name, shipped_pack, own)
    fine = pictures.picture(shipped_pack(source), 1, finer=2).resize(now.size, Image.Resampling.LANCZOS)
    assert fine.tobytes() != now.tobytes()
    assert not pictures.compared(pictures.stored(name), fine).seen
    aside = now.transform(now.size, Image.Transform.AFFINE, (1, 0, 0.25, 0, 1, 0), Image.Resampling.BILINEAR)
    assert not pictures.compared(now, aside).seen


def test_what_is_seen_is_shown(own: Path) -> None:
    folder = own / "told"
    folder.mkdir()
    told = pictures.told("cover", pictures.stored("statement"), folder)
    assert str(folder) in told
    assert sorted(file.name for file in folder.iterdir()) == ["cover-now.png", "cover-stored.png"]
    shutil.rmtree(folder)

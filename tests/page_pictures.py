"""Pages as small pictures beside stored ones: a measure that sees what a reader would miss, and no hair of a letter.

Both are blurred first, so that a dot more or less on the edge of a letter counts for little. Then three numbers are
looked at: the mean difference of the page, that of its worst tile, and the share of dots that changed plainly.
"""

from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageFilter, ImageStat

FOLDER = Path(__file__).resolve().parent / "golden" / "pictures"
DOTS = 50  # an inch
FINER = 3  # times, as a page is drawn before it is made small
COLOURS = 256  # of a stored picture, chosen so that rare ones are not lost
BLUR = 1.6  # dots
TILES = 12  # across and down
PLAIN = 28  # of 255: a difference one sees


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How far apart two pictures are; 0 for equal ones."""

    mean: float  # of 255, over the page
    worst: float  # of 255, over the worst tile
    share: float  # of dots that differ plainly, 0..1

    @property
    def seen(self) -> bool:
        """More than another version of a font renderer would make."""
        return self.mean > MOST.mean or self.worst > MOST.worst or self.share > MOST.share


MOST = Difference(mean=2.0, worst=9.5, share=0.001)


def picture(file: Path, number: int, *, finer: int = FINER) -> Image.Image:
    """A page, counted from 1, in colour: drawn finer and made smaller, so that a hairline is as thin as it is."""
    document = pypdfium2.PdfDocument(file)
    drawn: Image.Image = document[number - 1].render(scale=finer * DOTS / 72).to_pil().convert("RGB")
    document.close()
    return drawn.resize((round(drawn.width / finer), round(drawn.height / finer)), Image.Resampling.BOX)


def page_of(file: Path | bytes, title: str) -> int:
    """The page, counted from 1, on which the outline says a part begins."""
    document = pypdfium2.PdfDocument(file)
    found = [mark.get_dest().get_index() + 1 for mark in document.get_toc() if mark.get_title() == title]
    document.close()
    return found[0]


def compared(stored: Image.Image, now: Image.Image) -> Difference:
    """How far apart two pictures are; pictures of different sizes are altogether."""
    if stored.size != now.size:
        return Difference(mean=255, worst=255, share=1)
    apart = largest(ImageChops.difference(_soft(stored), _soft(now)))
    changed = sum(apart.histogram()[PLAIN:])
    return Difference(
        mean=ImageStat.Stat(apart).mean[0],
        worst=max(apart.resize((TILES, TILES), Image.Resampling.BOX).tobytes()),
        share=changed / (apart.width * apart.height),
    )


def _soft(shown: Image.Image) -> Image.Image:
    return shown.convert("RGB").filter(ImageFilter.GaussianBlur(BLUR))


def largest(apart: Image.Image) -> Image.Image:
    """The largest difference of the three colours: a swapped hue of equal brightness is one too."""
    red, green, blue = apart.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def stored(name: str) -> Image.Image:
    """The stored picture."""
    with Image.open(FOLDER / f"{name}.png") as found:
        return found.convert("RGB")


def store(name: str, shown: Image.Image) -> None:
    """Keep a picture, in few colours and little room."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    few = shown.quantize(COLOURS, kmeans=3, dither=Image.Dither.NONE)
    few.save(FOLDER / f"{name}.png", optimize=True)


def told(name: str, now: Image.Image, folder: Path) -> str:
    """Both pictures and their difference in a folder, and which."""
    before = stored(name)
    before.save(folder / f"{name}-stored.png")
    now.save(folder / f"{name}-now.png")
    if before.size == now.size:
        largest(ImageChops.difference(before, now)).point(lambda one: min(255, one * 3)).save(
            folder / f"{name}-difference.png"
        )
    return f"{name} looks otherwise, {compared(before, now)}: see {folder}; if it should, run tests/goldens.py"

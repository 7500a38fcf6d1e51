"""A space at the end of a text hangs over the edge of its line."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from bsc_audit.render.pdf import renderer_version

PAGE = """<!DOCTYPE html><html lang=en><title>Lines</title><style>@page{size:210mm 400mm;margin:5mm}html{font:7pt sans-serif}
p{margin:0 0 2mm;overflow-wrap:break-word}</style><body>"""
TEXT = "Scored 70.0 of 100. The criterion is fulfilled, and a gain is within reach. · "
WIDTHS = range(300, 700)  # tenths of a millimetre; a space is five of them wide


@pytest.mark.parametrize("end", ["<a href='#x'>FIN-01</a> · D-003, D-004", "<b>(market)</b>"])
def test_a_line_takes_every_word_that_fits(end: str) -> None:
    renderer_version()
    paragraphs = "".join(f"<p style='width:{width / 10}mm'>{TEXT}{end}</p>" for width in WIDTHS)
    short = [line for line, left, word in ends(PAGE + paragraphs) if word < left]
    assert not short


def test_pages_say_that_they_were_set_with_hanging_spaces() -> None:
    assert "with hanging spaces" in renderer_version()


def ends(page: str) -> Iterator[tuple[str, float, float]]:
    """Every line but the last of each paragraph, what is left free behind it, and what the next word takes with a space."""
    from weasyprint import HTML

    for one in HTML(string=page).render().pages:
        for box in one._page_box.descendants():
            lines = (
                [child for child in box.children if type(child).__name__ == "LineBox"] if box.element_tag == "p" else []
            )
            for line, following in pairwise(lines):
                yield said(line), box.width - line.width, first_word(following)


def first_word(line: Any) -> float:
    """Width of the first word of a line and a space before it, at least, pixels."""
    box = next(one for one in line.descendants() if type(one).__name__ == "TextBox")
    word = box.text.split(" ")[0]
    return float(box.width * (len(word) + 1) / len(box.text) * MARGIN)


def said(line: Any) -> str:
    return "".join(one.text for one in line.descendants() if type(one).__name__ == "TextBox")


MARGIN = 3  # letters are of different widths: a word that would fit three times is missing

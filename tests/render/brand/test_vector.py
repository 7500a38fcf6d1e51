"""An SVG logo may have shapes and paint, and nothing that runs, asks or hides."""

import pytest

from bsc_audit.render.brand.vector import MOST_BYTES, MOST_ELEMENTS, vector_faults, vector_text

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"{}>'
GOOD = OPEN.format("") + (
    "<defs><linearGradient id='g'><stop offset='0' stop-color='#fff'/></linearGradient></defs>"
    "<style>.a{fill:url(#g)}</style><g><path class='a' d='M0 0h9v9z'/><rect width='3' height='3' fill='url(#g)'/></g></svg>"
)


@pytest.mark.parametrize("text", [GOOD, f'<?xml version="1.0" encoding="UTF-8"?>\n{GOOD}', f"\ufeff{GOOD}"])
def test_plain_shapes_are_taken(text: str) -> None:
    assert vector_faults(text.encode()) == []
    assert vector_text(text.encode()).strip().startswith(("<svg", "\ufeff<svg"))


def inside(markup: str) -> bytes:
    opened = OPEN.format(' xmlns:xlink="http://www.w3.org/1999/xlink"')
    return f"{opened}{markup}</svg>".encode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (inside("<script>alert(1)</script>"), "<script>"),
        (inside("<image href='https://x.example/a.png'/>"), "<image>"),
        (inside("<use href='#a'/>"), "<use>"),
        (inside("<foreignObject/>"), "<foreignObject>"),
        (inside("<text>a</text>"), "<text>"),
        (inside("<animate/>"), "<animate>"),
        (inside("<filter/>"), "<filter>"),
        (inside("<a href='#b'/>"), "<a>"),
        (inside("<g xmlns='http://www.w3.org/1999/xhtml'/>"), "<g>"),
        (inside("<g onload='x()'/>"), "onload"),
        (inside("<g xlink:href='https://x.example'/>"), "href"),
        (inside("<g href='file:///etc/hostname'/>"), "href"),
        (inside("<rect fill='url(https://x.example/#g)'/>"), "fill"),
        (inside("<rect style='fill:url(&quot;https://x.example&quot;)'/>"), "style"),
        (inside("<rect style='fill:u\\72l(x)'/>"), "style"),
        (inside("<style>@import 'x.css';</style>"), "style"),
        (inside("<style>a{fill:url(x.svg#a)}</style>"), "style"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + GOOD.encode(), "entity"),
        (b'<?xml-stylesheet href="x.css"?>' + GOOD.encode(), "instruction"),
        (GOOD.replace(' viewBox="0 0 10 10"', "").encode(), "viewBox"),
        (GOOD.replace("0 0 10 10", "0 0 99999999 1").encode(), "viewBox"),
        (b"<html/>", "no SVG"),
        (b"<svg", "cannot be read"),
        (b"\xff\xfe<\x00", "cannot be read"),
        (inside("<g/>" * MOST_ELEMENTS), "elements"),
        (inside("<g>" * 30 + "</g>" * 30), "deeper"),
        (b" " * (MOST_BYTES + 1), "bytes"),
    ],
)
def test_everything_else_is_refused(content: bytes, words: str) -> None:
    faults = vector_faults(content)
    assert any(words in fault for fault in faults), faults

"""Changed pages around true attachments, without any signature: found by drawing them anew."""

import io
import re
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest

import signed_reports as files
from bsc_audit.app.verification.drawn import Drawing, NotRedrawn, Redrawn
from bsc_audit.importers.sheets import sheets_of
from bsc_audit.render.sign import sign

Spoil = Callable[[pikepdf.Pdf], None]


def drawn(pdf: bytes, drawing: Drawing | None = None) -> tuple[bool | None, str]:
    found = files.verified(pdf, drawn=drawing or files.drawing())
    return next((check.holds, check.says) for check in found.checks if check.id == "drawn")


def spoilt(spoil: Spoil, pdf: bytes | None = None) -> bytes:
    with pikepdf.open(io.BytesIO(pdf or files.unsigned())) as document:
        spoil(document)
        return files.saved(document)


def shown_strings(number: int) -> list[bytes]:
    """What is shown on a page, each as its operator's operand stands in the stream."""
    with pikepdf.open(io.BytesIO(files.unsigned())) as document:
        return re.findall(rb"\[?<[0-9a-f]{8,}>.*?T[Jj]", document.pages[number].Contents.read_bytes())


def with_stream(number: int, change: Callable[[bytes], bytes]) -> Spoil:
    def spoil(document: pikepdf.Pdf) -> None:
        contents = document.pages[number].Contents
        before = contents.read_bytes()
        after = change(before)
        assert after != before
        contents.write(after)

    return spoil


def swapped(first: bytes, second: bytes) -> Callable[[bytes], bytes]:
    """One word shown where another stood."""
    return lambda stream: stream.replace(first, b"\0", 1).replace(second, first, 1).replace(b"\0", second, 1)


def lost(word: bytes) -> Callable[[bytes], bytes]:
    return lambda stream: stream.replace(word, b"<>Tj", 1)


@pytest.mark.parametrize("page", range(2, 5))
@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_a_word_that_is_gone_is_found_wherever_it_stood(page: int, place: float) -> None:
    words = shown_strings(page)
    word = words[int(place * len(words))]
    holds, says = drawn(spoilt(with_stream(page, lost(word))))
    assert holds is False
    assert f"page {page + 1} " in says


def test_two_words_that_changed_places_are_found() -> None:
    words = shown_strings(2)
    first, second = words[3], next(word for word in words[4:] if word != words[3])
    holds, says = drawn(spoilt(with_stream(2, swapped(first, second))))
    assert holds is False
    assert "page 3 says '" in says


def no_page(document: pikepdf.Pdf) -> None:
    del document.pages[3]


def page_twice(document: pikepdf.Pdf) -> None:
    document.pages.append(document.pages[2])


def covered(document: pikepdf.Pdf) -> None:
    document.pages[2].contents_add(b"1 1 1 rg 0 300 600 400 re f")


def noted(document: pikepdf.Pdf) -> None:
    words = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[50, 700, 300, 740],
                               DA=b"/Helv 12 Tf", Contents="Certified")  # fmt: skip
    document.pages[2].Annots = document.make_indirect(pikepdf.Array([words]))


def unnamed(document: pikepdf.Pdf) -> None:
    del document.Root.PieceInfo


def another_font(document: pikepdf.Pdf) -> None:
    """The words stay, other shapes are shown: the way to draw an 8 and have a 3 read."""
    fonts = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/FontFile2" in one]
    fonts[0].FontFile2, fonts[1].FontFile2 = fonts[1].FontFile2, fonts[0].FontFile2


SPOILS: dict[str, tuple[Spoil, str]] = {
    "a page gone": (no_page, "there should be"),
    "a page twice": (page_twice, "there should be"),
    "something painted over": (covered, "page 3 looks otherwise"),
    "a note laid on": (noted, "page 3 has another link, field or note"),
    "fonts changed": (another_font, "looks otherwise"),
    "making not told": (unnamed, "does not say by which template"),
}


@pytest.mark.parametrize("name", SPOILS)
def test_pages_spoilt_in_other_ways_are_found(name: str) -> None:
    spoil, says = SPOILS[name]
    found = drawn(spoilt(spoil))
    assert found[0] is False
    assert says in found[1]


def test_whoever_signs_changed_pages_is_found_out() -> None:
    """The signature is good; the pages are still not what follows from the material."""
    words = shown_strings(2)
    pdf = sign(spoilt(with_stream(2, lost(words[5]))), files.stranger(), files.SEAL, fonts=files.CERTIFICATION)
    assert files.failing(files.verified(pdf, drawn=files.drawing())) == {"drawn"}


def test_the_same_pages_saved_anew_are_the_same_pages() -> None:
    holds, says = drawn(spoilt(lambda _document: None))
    assert holds is True
    assert "the same in every word" in says
    assert drawn(files.unsigned())[1].endswith("byte for byte")


def elsewhere() -> Drawing:
    """This computer has another line setter."""
    return Drawing(redraw=lambda *_asked: Redrawn(data=files.unsigned(), setter="Another 1.0"), sheets=sheets_of)


def test_where_lines_may_break_otherwise_a_foreign_word_is_found_and_nothing_more_is_said() -> None:
    moved = spoilt(lambda document: document.pages.append(document.pages[2]))
    holds, says = drawn(moved, elsewhere())
    assert holds is None
    assert "was not compared" in says
    other = files.rendered(replace(files.report(), meta=replace(files.report().meta, organisation="Somebody-else")))
    pdf = files.reattached(other, "result.json", attached(files.unsigned()))
    assert drawn(pdf, elsewhere())[0] is False


def attached(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return bytes(document.attachments["result.json"].get_file().read_bytes())


def test_what_cannot_be_drawn_anew_is_said() -> None:
    drawing = Drawing(redraw=lambda *_asked: NotRedrawn(says="no such template"), sheets=sheets_of)
    assert drawn(files.unsigned(), drawing) == (
        None,
        "the pages: no such template; of their words only conclusion, scores, digests and decimal numbers were compared",
    )

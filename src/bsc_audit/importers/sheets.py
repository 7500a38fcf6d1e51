"""A PDF by PDFium: its attachments, and its pages as words, pictures and what lies on them.

PDFium reads a page in a fiftieth of the time a reader written in Python takes. It is not made for threads, so one
call at a time is let in.
"""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from threading import Lock
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from bsc_audit.app.report_file import Sheet

MOST_PAGES = 3_000
MOST_ATTACHMENTS = 20
MOST_ATTACHED = 120_000_000  # bytes of all of them, as they unfold: the largest evidence and result there are
SCALE = 50 / 72  # of a point: dots of the pictures compared
HYPHEN = "\ufffe"  # what PDFium gives for one at the end of a line

_ONE_AT_A_TIME = Lock()


def attachments_of(data: bytes) -> dict[str, bytes]:
    """Embedded files by name.

    Raises:
        Exception: of several kinds, when the file is damaged, holds too many, or two of one name: a way to show
            different readers different things.
    """
    found: dict[str, bytes] = {}
    with _opened(data) as document:
        for number in range(document.count_attachments()):
            attachment = document.get_attachment(number)
            name = attachment.get_name()
            if number >= MOST_ATTACHMENTS or name in found:
                raise ValueError(
                    f"more than {MOST_ATTACHMENTS}" if number >= MOST_ATTACHMENTS else "one is there twice"
                )
            if sum(map(len, found.values())) + _size(attachment) > MOST_ATTACHED:
                raise ValueError(f"more than {MOST_ATTACHED:,} bytes")
            found[name] = bytes(attachment.get_data())
    return found


def _size(attachment: Any) -> int:
    """Bytes of an embedded file, unfolded."""
    size = ctypes.c_ulong()
    pdfium.FPDFAttachment_GetFile(attachment, None, 0, size)
    return size.value


def texts_of(data: bytes) -> tuple[str, ...]:
    """The words of each page.

    Raises:
        Exception: of several kinds, when the file is damaged or has more than MOST_PAGES pages.
    """
    return _each_page(data, _text)


def sheets_of(data: bytes) -> tuple[Sheet, ...]:
    """Each page as it is drawn.

    Raises:
        Exception: as `texts_of` does.
    """
    return _each_page(data, lambda page: Sheet(text=_text(page), picture=_picture(page), notes=tuple(_notes(page))))


def _each_page(data: bytes, read: Callable[[Any], Any]) -> tuple[Any, ...]:
    with _opened(data) as document:
        if len(document) > MOST_PAGES:
            raise ValueError(f"more than {MOST_PAGES:,}")
        return tuple(read(page) for page in _pages(document))


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(data)
        try:
            yield document
        finally:
            document.close()


def _pages(document: Any) -> Iterator[Any]:
    """Each page, closed once it was looked at, so that one of a thousand holds no memory for the rest."""
    for number in range(len(document)):
        page = document[number]
        yield page
        page.close()


def _text(page: Any) -> str:
    words = page.get_textpage()
    try:
        return str(words.get_text_range()).replace(HYPHEN, "-").replace("\r\n", "\n")
    finally:
        words.close()


def _picture(page: Any) -> str:
    drawn = page.render(scale=SCALE, may_draw_forms=False, draw_annots=False)
    size = f"{drawn.width}x{drawn.height} "
    return sha256(size.encode() + bytes(drawn.buffer)).hexdigest()


def _notes(page: Any) -> Iterator[str]:
    """What lies on the page, in order: its kind, its place to a tenth of a point, and the address it leads to."""
    for number in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, number)
        try:
            place = pdfium.FS_RECTF()
            pdfium.FPDFAnnot_GetRect(note, place)
            corners = (place.left, place.bottom, place.right, place.top)
            where = " ".join(f"{corner:.1f}" for corner in corners)
            yield f"{pdfium.FPDFAnnot_GetSubtype(note)} {where} {_aim(page, note)}"
        finally:
            pdfium.FPDFPage_CloseAnnot(note)


def _aim(page: Any, note: Any) -> str:
    """The address outside the file a link leads to; "" for any other."""
    link = pdfium.FPDFAnnot_GetLink(note)
    action = pdfium.FPDFLink_GetAction(link) if link else None
    if not action:
        return ""
    size = pdfium.FPDFAction_GetURIPath(page.pdf, action, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAction_GetURIPath(page.pdf, action, buffer, size)
    return f"{pdfium.FPDFAction_GetType(action)} {buffer.value.decode('utf-8', 'replace')}".strip()

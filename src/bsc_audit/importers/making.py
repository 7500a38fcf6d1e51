"""What a PDF says of how it was drawn."""

from dataclasses import fields
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from bsc_audit.app.report_file import PIECE, Made

MOST_LETTERS = 2_000  # of one value


def read_made(reader: PdfFileReader) -> Made | None:
    """What the engine wrote down when it made the file; None when there is nothing of it.

    Raises:
        Exception: of many kinds, when the file is too damaged to look.
    """
    piece = _below(_below(_below(reader.root, "PieceInfo"), PIECE), "Private")
    values = {field.name: str(_below(piece, field.name.title()) or "")[:MOST_LETTERS] for field in fields(Made)}
    return Made(**values) if values["template"] else None


def _below(value: Any, key: str) -> Any:
    return value.get(f"/{key}") if hasattr(value, "get") else None

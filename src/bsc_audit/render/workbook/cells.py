"""Values as cells of a workbook: numbers unrounded in the report's decimals, texts that never compute."""

import re
from fractions import Fraction
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

from bsc_audit.core.documents.numbers import read_number
from bsc_audit.core.quantities import exact
from bsc_audit.core.report.shown import Shown
from bsc_audit.render.harmless import could_compute
from bsc_audit.render.workbook.sheet import Value

LONGEST = 32_767  # characters a cell can hold
CUT = " [cut; the JSON result holds it whole]"

_DECIMALS = re.compile(r"[.,](\d+)(?![\d.,])")
_THOUSANDS = re.compile(r"\d[.,]\d{3}(?!\d)")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TOP = Alignment(vertical="top", wrap_text=True)
_HEAD_FONT = Font(name="Calibri", size=11, bold=True, color="FFFFFFFF")
_HEAD_FILL = PatternFill("solid", fgColor="FF1F3A4D")


def head(sheet: Any, text: str) -> Any:
    """A cell of the header row."""
    cell = text_cell(sheet, text)
    cell.font, cell.fill = _HEAD_FONT, _HEAD_FILL
    return cell


def cell_of(sheet: Any, value: Value, *, numeric: bool) -> Any:
    """A cell; of a text in a numeric column the number it says, when the library can hold it exactly."""
    if isinstance(value, Shown):
        return _number(sheet, value.value, number_format(value.text, value.value))
    if isinstance(value, int):
        return _number(sheet, value, "0")
    said = as_cell_number(value or "") if numeric else None
    return text_cell(sheet, value or "") if said is None else _number(sheet, said, "General")


def text_cell(sheet: Any, text: str) -> Any:
    """A text that stays one: typed as text whatever it begins with, and marked so that editing keeps it a text."""
    cell = WriteOnlyCell(sheet, storable(text) or None)
    cell.alignment = _TOP
    if text:
        cell.data_type = "s"  # the library takes what begins with `=`, and `#N/A`, for more than a text
    if could_compute(text):
        cell.quotePrefix = True
    return cell


def _number(sheet: Any, value: float, form: str) -> Any:
    cell = WriteOnlyCell(sheet, repr(value))  # of a number the library would keep 16 digits only
    cell.data_type = "n"
    cell.alignment, cell.number_format = _TOP, form
    return cell


def storable(text: str) -> str:
    """The text without what no workbook can hold; a longer one says that it is cut."""
    clean = _NO_XML.sub("\ufffd", text)
    return clean if len(clean) <= LONGEST else clean[: LONGEST - len(CUT)] + CUT


def number_format(text: str, value: float = 0.0) -> str:
    """The format that shows a number with the decimals, and the sign, of its printed text.

    Args:
        text: with the marks of any language.
        value: the number; one of a thousand and more may have a mark between its thousands.
    """
    match = None if abs(value) >= 1000 and _THOUSANDS.search(text) else _DECIMALS.search(text)
    form = "#,##0" + (f".{'0' * len(match[1])}" if match else "")
    return f"+{form};-{form};{form}" if text.startswith("+") else form


def as_cell_number(text: str) -> float | int | None:
    """The number a text says, if a cell gives back exactly that one; otherwise None."""
    value = read_number(text)
    if value is None:
        return None
    number = int(value) if value.denominator == 1 else float(value)
    return number if _survives(number, value) else None


def _survives(number: float | int, value: Fraction) -> bool:
    """A cell holds a double; fifteen digits of one are safe in every spreadsheet program."""
    return (
        exact(float(number)) == value and len(f"{number}".strip("-0").replace(".", "")) <= 15 and "e" not in f"{number}"
    )

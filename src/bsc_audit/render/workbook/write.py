"""Sheets to the bytes of a workbook: styled, ready to print, the same bytes for the same sheets."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

from bsc_audit.render.workbook.answers import LISTS
from bsc_audit.render.workbook.cells import cell_of, head, storable
from bsc_audit.render.workbook.sheet import Choice, Sheet

STAMP = (1980, 1, 1, 0, 0, 0)  # of every part of the archive
A4 = 9  # paper size
LONGEST_FOOTER = 100  # characters; 255 with its codes is the most a workbook can hold


def write(sheets: Sequence[Sheet], *, title: str, footer: str, dated: datetime) -> bytes:
    """The workbook.

    Args:
        sheets: in order; one of them may be the sheet of lists that choices name.
        title: of the document's properties.
        footer: printed at the foot of every page.
        dated: when it counts as made; no clock is read.
    """
    book = Workbook(write_only=True)
    lists = next((sheet for sheet in sheets if sheet.title == LISTS), None)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.title), sheet, lists, footer)
    out = io.BytesIO()
    book.save(out)
    return _fixed(out, DocumentProperties(title=storable(title), creator="bsc-audit", created=dated, modified=dated))


def _fill(page: Any, sheet: Sheet, lists: Sheet | None, footer: str) -> None:
    _print_setup(page, footer)
    page.freeze_panes = "A2"
    for at, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(at)].width = column.width
    page.append([head(page, column.title) for column in sheet.columns])
    numeric = [column.title in sheet.numeric for column in sheet.columns]
    for row in sheet.rows:
        page.append([cell_of(page, value, numeric=n) for value, n in zip(row, numeric, strict=True)])
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"
    for choice in sheet.choices:
        page.data_validations.append(_validation(sheet, choice, lists))


def _print_setup(page: Any, footer: str) -> None:
    """Landscape, as wide as one page, the header row on every page, name and page number beside it."""
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:1"
    printed = page.HeaderFooter
    printed.oddHeader.left.text = "&A"
    printed.oddFooter.left.text = storable(footer[:LONGEST_FOOTER]).replace("&", "&&")
    printed.oddFooter.right.text = "&P / &N"


def _validation(sheet: Sheet, choice: Choice, lists: Sheet | None) -> DataValidation:
    letter = get_column_letter(sheet.at(choice.column))
    made = _chosen(choice, lists) if choice.words and lists else _bounded(choice)
    made.sqref = MultiCellRange(" ".join(f"{letter}{first}:{letter}{last}" for first, last in _runs(choice.rows)))
    made.allow_blank, made.showErrorMessage, made.errorTitle = True, True, choice.column
    return made


def _chosen(choice: Choice, lists: Sheet) -> DataValidation:
    return DataValidation(type="list", formula1=_range(lists, choice.words), error="Choose from the list.")


def _bounded(choice: Choice) -> DataValidation:
    if choice.most is None:
        return DataValidation(
            type="decimal", operator="greaterThanOrEqual", formula1="0", error="Give a number from 0."
        )
    error = f"Give a number from 0 to {choice.most}."
    return DataValidation(type="decimal", operator="between", formula1="0", formula2=str(choice.most), error=error)


def _range(lists: Sheet, words: str) -> str:
    at = lists.at(words)
    last = 1 + sum(row[at - 1] is not None for row in lists.rows)
    letter = get_column_letter(at)
    return f"{lists.title}!${letter}$2:${letter}${last}"


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of neighbouring rows."""
    for _, run in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]):
        found = [row for _, row in run]
        yield found[0], found[-1]


def _fixed(written: io.BytesIO, properties: DocumentProperties) -> bytes:
    """The same archive with fixed times, without the clock the library writes into it."""
    out = io.BytesIO()
    with zipfile.ZipFile(written) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            part = zipfile.ZipInfo(name, date_time=STAMP)
            part.compress_type, part.create_system = zipfile.ZIP_DEFLATED, 0
            data = tostring(properties.to_tree()) if name == ARC_CORE else before.read(name)
            after.writestr(part, data)
    return out.getvalue()

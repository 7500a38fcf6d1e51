"""What a signature shows on the page: one small PDF in the template's own fonts, so that the file stays PDF/A."""

from html import escape
from importlib import import_module
from pathlib import Path
from typing import Any

from bsc_audit.core.problems import Location, Problem, ReportFileError
from bsc_audit.render.fetcher import SCHEME, locked_fetcher

WIDTH, HEIGHT = "82mm", "18mm"  # of the template's element `signature`
MOST_LETTERS = 48  # of a line


def stamp(title: str, lines: tuple[str, ...], fonts: Path) -> bytes:
    """A page of the size of the signature field.

    Args:
        title: who signed.
        lines: what is said below it, at most three.
        fonts: a template's folder.

    Raises:
        ReportFileError: WeasyPrint or one of its system libraries is missing.
    """
    said = "<br>".join(escape(_cut(line)) for line in lines)
    page = (
        f'<!DOCTYPE html><html lang="en"><style>{_STYLE}</style><body><p>{escape(_cut(title))}</p>{said}</body></html>'
    )
    html = _weasyprint().HTML(string=page, url_fetcher=locked_fetcher(fonts))
    written: bytes = html.write_pdf(pdf_identifier=b"stamp")
    return written


def _weasyprint() -> Any:
    try:
        return import_module("weasyprint")
    except (ImportError, OSError) as error:
        message = f"WeasyPrint, which draws the words of a signature, cannot be used: {error}"
        where, hint = Location("this machine"), "pip install 'bsc-audit[pdf,sign]', then ask 'bsc-audit doctor'"
        raise ReportFileError(
            [Problem(code="sign-library-missing", where=where, message=message, hint=hint)]
        ) from error


def _cut(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"


_FACES = "".join(
    f"@font-face{{font-family:F{number};src:url({SCHEME}:///fonts/{name}.ttf)}}"
    for number, name in enumerate(("IBMPlexSans-Regular", "IBMPlexSans-SemiBold"))
)
_STYLE = (
    f"{_FACES}@page{{size:{WIDTH} {HEIGHT};margin:0}}"
    "body{margin:0;padding:1.6mm 3.5mm;font:6.6pt/1.35 F0;color:#26364B}p{margin:0 0 .4mm;font:9.5pt/1.25 F1;color:#0A2540}"
)

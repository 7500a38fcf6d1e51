"""What a worker loads before its first job, so that no job pays for it."""

import gc
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from bsc_audit.core.problems import RenderError
from bsc_audit.render.drawings import CHARTS
from bsc_audit.render.fetcher import locked_fetcher
from bsc_audit.render.finish import VARIANT
from bsc_audit.render.page import compile_ahead
from bsc_audit.render.pdf import renderer_version, style_of
from bsc_audit.render.template import load_template

# Touches what is loaded at first use: tables, drawings, pictures, tags, fonts.
SAMPLE = """<!DOCTYPE html><html lang="en"><title>Warm</title><body><h1>Warm</h1>
<table><thead><tr><th scope="col">A<tbody><tr><td>1</table>
<svg viewBox="0 0 9 9"><title>A line</title><path d="M0 0L9 9"/><text x="1" y="9">1</text></svg>
<img alt="A dot" src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==">"""


def warm_up(templates: Sequence[Path] = ()) -> None:
    """Load the page maker and set one page with it; then nothing loaded is looked at by the collector again.

    Args:
        templates: folders of those whose parts are made into programs too, and whose style sheets are read.

    Raises:
        RenderError: the page maker or a library of the system is missing.
    """
    renderer_version()
    import weasyprint  # type: ignore[import-untyped]

    weasyprint.HTML(string=SAMPLE, url_fetcher=locked_fetcher()).write_pdf(pdf_variant=VARIANT)
    compile_ahead(templates)
    _learn_sheets(templates)
    gc.collect()
    gc.freeze()


def _learn_sheets(templates: Sequence[Path]) -> None:
    """Read the style sheet of each, as it looks without a brand; what is wrong with one is told to whoever uses it."""
    learn = import_module("bsc_audit.render.faster.sheets").learn
    shelves = [*dict.fromkeys(folder.parent for folder in templates)]
    for folder in templates:
        with suppress(RenderError):
            learn(style_of(load_template(folder, charts=frozenset(CHARTS), shelves=shelves)))

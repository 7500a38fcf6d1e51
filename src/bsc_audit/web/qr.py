"""QR codes on pages, where the package that draws them is installed."""

import importlib.util

from markupsafe import Markup


def qr(text: str, title: str) -> Markup | None:
    """A text as the SVG of a QR code; None where segno is not installed, so that the text itself must do."""
    if importlib.util.find_spec("segno") is None:
        return None
    import segno

    drawn = segno.make(text, error="m").svg_inline(scale=4, border=3, svgclass="qr", lineclass=None, title=title)
    return Markup(drawn)  # made of numbers by segno; the title is escaped by it

"""The font of status shapes: every shape a template uses is in it, and the script still draws the committed one."""

import re
from pathlib import Path

import symbols_font
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "report_templates" / "certification"
COMMITTED = TEMPLATE / "fonts" / "BSCSymbols-Regular.ttf"


def test_every_status_shape_of_the_template_is_in_the_font() -> None:
    macros = (TEMPLATE / "parts" / "macros.html.j2").read_text(encoding="utf-8")
    shapes = set(re.findall(r'": "(.)"', macros))
    assert shapes
    assert shapes <= {chr(code) for code in TTFont(COMMITTED).getBestCmap()}


def test_the_script_draws_the_committed_outlines(tmp_path: Path) -> None:
    symbols_font.build(str(tmp_path / "font.ttf"))
    drawn, committed = TTFont(tmp_path / "font.ttf"), TTFont(COMMITTED)
    assert drawn.getBestCmap() == committed.getBestCmap()
    for name in committed.getGlyphOrder():
        assert drawn["glyf"][name] == committed["glyf"][name]

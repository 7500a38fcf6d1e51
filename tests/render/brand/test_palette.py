"""Colours that cannot be read or told apart are named, with their numbers and a shade that passes."""

import re

import pytest
import yaml

from bsc_audit.render.brand.palette import clashes, flat, nearest
from report_samples import TEMPLATES

SHIPPED = yaml.safe_load((TEMPLATES / "certification" / "template.yaml").read_text(encoding="utf-8"))["colours"]


def said(**changes: object) -> list[str]:
    return [clash.message for clash in clashes({**SHIPPED, **changes})]


def test_the_shipped_colours_can_be_read_and_told_apart() -> None:
    assert said() == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": "#777777"}, "text #777777 on #FFFFFF (text) has a contrast of 4.47:1, not 4.5:1"),
        ({"ink": "#3377BB"}, "#9FB3CA on ink #3377BB (small print of the cover) has a contrast of"),
        ({"pale": "#808080"}, "ink #0A2540 on pale #808080 (headings of cards) has a contrast of"),
        ({"gold": "#0A2540"}, "gold #0A2540 on ink #0A2540 (the bar of the cover) has a contrast of 1.00:1, not 3.0:1"),
        ({"good": "#A41414"}, "good #A41414 and bad #A10F11 look alike in a grey print"),
        ({"lights": ["#222222"] * 4}, "lights/1 #222222 on ink #0A2540"),
        ({"heat": ["#333333"] * 4}, "ink #0A2540 on heat/1 #333333 (the risk map)"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_ratio(changes: dict[str, object], words: str) -> None:
    assert any(words in message for message in said(**changes)), said(**changes)


def test_tones_alike_without_red_or_green_are_named() -> None:
    tones = ["#8A2A2A", *SHIPPED["tones"][1:3], "#545400"]
    assert any("vision" in message or "grey" in message for message in said(tones=tones))


@pytest.mark.parametrize(
    "changes",
    [{"text": "#8899AA"}, {"accent": "#E07020"}, {"muted": "#9AA8B8"}, {"bad": "#FF5050"}, {"gold": "#333333"}],
)
def test_the_shade_of_the_hint_passes(changes: dict[str, str]) -> None:
    clash = next(iter(clashes({**SHIPPED, **changes})))
    role, shade = re.fullmatch(r"the nearest (\S+) that passes everything is (#\w{6})", clash.hint).groups()
    assert role in changes
    assert said(**{role: shade}) == []


def test_where_no_shade_passes_the_hint_says_so() -> None:
    colours = flat({**SHIPPED, "text": "#111111", "pale": "#777777"})
    assert nearest("muted", colours) is None

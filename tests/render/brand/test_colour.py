"""Contrast as WCAG gives it, distances that grow, shades of one hue."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.render.brand.colour import VISIONS, contrast, distance, lightness, with_lightness

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#777777", "#FFFFFF", 4.48),  # the grey just below the threshold, and the first above it
        ("#767676", "#FFFFFF", 4.54),
        ("#0000FF", "#FFFFFF", 8.59),
        ("#FF0000", "#FFFFFF", 4.00),
    ],
)
def test_contrast_matches_the_known_ratios(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(one, other) == contrast(other, one)


@pytest.mark.parametrize(
    ("colour", "level"), [("#000000", 0), ("#FFFFFF", 100), ("#777777", 50.03), ("#FF0000", 53.24)]
)
def test_lightness_matches_the_known_values(colour: str, level: float) -> None:
    assert lightness(colour) == pytest.approx(level, abs=0.01)


def test_red_and_green_are_nearer_for_who_cannot_tell_them_apart() -> None:
    normal = distance("#C00000", "#607000")
    assert distance("#C00000", "#607000", "deuteranopia") < normal / 3
    assert distance("#C00000", "#607000", "protanopia") < normal / 2


@pytest.mark.parametrize("vision", VISIONS)
def test_every_vision_sees_grey_as_grey(vision: str) -> None:
    assert distance("#808080", "#8C8C8C", vision) == pytest.approx(distance("#808080", "#8C8C8C"), abs=0.01)


@given(one=COLOURS, other=COLOURS, vision=st.sampled_from(sorted(VISIONS)))
def test_a_distance_is_the_same_both_ways_and_none_to_oneself(one: str, other: str, vision: str) -> None:
    assert distance(one, other, vision) == pytest.approx(distance(other, one, vision))
    assert distance(one, one, vision) == 0
    assert 1 <= contrast(one, other) <= 21


@given(colour=COLOURS, level=st.integers(0, 100))
def test_a_shade_has_the_lightness_asked_for(colour: str, level: int) -> None:
    assert lightness(with_lightness(colour, level)) == pytest.approx(level, abs=0.8)

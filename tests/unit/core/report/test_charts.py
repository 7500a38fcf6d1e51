"""Charts: well-formed, told in a sentence, escaped, and quiet where there is nothing to show."""

import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from bsc_audit.core.report.charts import artwork, bars, bridge, frame, gauge, journey, radar, riskmap, seal, spark
from bsc_audit.core.report.charts.svg import Palette, number, shorten

PALETTE = Palette(
    ink="#0A2540",
    text="#26364B",
    muted="#5C6B80",
    rule="#DDE3EB",
    pale="#F3F6F9",
    accent="#0B7A75",
    gold="#C9A45A",
    tones=("#1D4E89", "#0B7A75", "#5B4B9A", "#B0700F"),
    lights=("#4C8FD0", "#27B3AB", "#8F7BE0", "#E0A23C"),
    good="#1F6F57",
    fair="#D9A441",
    poor="#C2571A",
    bad="#B3261E",
    none="#AEB8C5",
    heat=("#E6F1EC", "#F5EFD6", "#F8DDB8", "#E9A08B"),
)
NASTY = 'A & B <i>"quoted"</i>'
BANDS = [[0] * 5 for _ in range(5)]


def axis(score: float | None, title: str = "Theme") -> radar.Axis:
    return radar.Axis(code="T", title=title, tone=1, score=score, previous=None, text="x" if score is None else "50.0")


def bar(value: float | None, title: str = "Theme") -> bars.Bar:
    return bars.Bar(
        code="", title=title, tone=1, value=value, text="50.0", previous=40, change=10, change_text="+10", mark=70
    )


DRAWINGS: dict[str, Callable[[], str | None]] = {
    "radar": lambda: radar.radar([axis(10, NASTY), axis(100), axis(0), axis(None)], PALETTE),
    "gauge": lambda: gauge.gauge(
        64.3, "64.30", NASTY, previous=50, marks=[gauge.Mark(title="First", at=60, text="60")], palette=PALETTE
    ),
    "bullets": lambda: bars.bullets([bar(50, NASTY), bar(None)], PALETTE),
    "stacked": lambda: bars.stacked(
        [bars.Stack(title=NASTY, counts={"conforms": 3}, total=4)], {"conforms": "#111111"}, {"conforms": "Ok"}, PALETTE
    ),
    "intervals": lambda: bars.intervals(
        [bars.Estimate(title=NASTY, tone=1, value=50, low=40, high=60, text="50 %", interval="40 to 60 %")], PALETTE
    ),
    "spark": lambda: spark.spark([1, 2, 1.5], NASTY, target=2, verdict="good", palette=PALETTE),
    "riskmap": lambda: riskmap.risk_map(
        [riskmap.Badge(ref=NASTY, filled=True, severity=5, likelihood=1)], BANDS, PALETTE
    ),
    "journey": lambda: journey.journey(
        [(NASTY, "50"), ("B", "not observed"), ("C", "70")],
        [50, None, 70],
        [journey.Line(name="V-1", text="60", values=(50, None, 70))],
        PALETTE,
    ),
    "bridge": lambda: bridge.bridge(
        ("2025", 60, "60.0"), [bridge.Step(title=NASTY, change=-2, text="−2.0")], ("2026", 58, "58.0"), PALETTE
    ),
    "seal": lambda: seal.seal(NASTY, "recommended 2026", "Service excellence", ring="#C9A45A", palette=PALETTE),
    "cover": lambda: artwork.cover_art([0.2, 0.9], sealed=True, stroke="#2F6F8F", palette=PALETTE),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_chart_is_well_formed_and_starts_with_its_title(name: str) -> None:
    text = DRAWINGS[name]()
    assert text is not None
    root = ElementTree.fromstring(text)
    assert root[0].tag.endswith("title")
    assert root[0].text
    assert "<i>" not in text


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_chart_is_drawn_the_same_every_time(name: str) -> None:
    assert DRAWINGS[name]() == DRAWINGS[name]()


@pytest.mark.parametrize("name", [name for name in DRAWINGS if name != "cover"])
def test_a_chart_says_in_a_sentence_what_it_shows(name: str) -> None:
    text = DRAWINGS[name]()
    assert text is not None
    title = ElementTree.fromstring(text)[0].text or ""
    assert NASTY in title


def test_too_little_to_show_gives_no_chart() -> None:
    assert radar.radar([axis(1), axis(2), axis(None)], PALETTE) is None
    assert bars.bullets([], PALETTE) is None
    assert bars.stacked([], {}, {}, PALETTE) is None
    assert bars.intervals([], PALETTE) is None
    assert spark.spark([1], "one", target=None, verdict="plain", palette=PALETTE) is None
    assert journey.journey([("A", "1")], [1], [], PALETTE) is None


def test_an_axis_that_was_not_assessed_is_not_drawn_as_zero() -> None:
    drawn = radar.radar([axis(50), axis(60), axis(70), axis(None)], PALETTE)
    assert drawn is not None
    outline = next(p for p in drawn.split("<polygon") if "fill-opacity" in p)
    assert len(outline.split('points="')[1].split('"')[0].split()) == 3


def test_a_gauge_without_a_score_has_no_needle_and_says_so() -> None:
    drawn = gauge.gauge(None, "not assessed", "no overall score", previous=None, marks=[], palette=PALETTE)
    assert "polygon" not in drawn
    assert "not assessed" in drawn


def test_more_findings_than_fit_a_cell_are_told_by_number() -> None:
    badges = [riskmap.Badge(ref=f"R-{i}", filled=True, severity=3, likelihood=3) for i in range(9)]
    drawn = riskmap.risk_map(badges, BANDS, PALETTE)
    assert drawn.count("<rect") == 25 + 5
    assert ">+4<" in drawn


def test_many_visits_become_a_range_few_become_lines() -> None:
    stages, mean = [("A", "1"), ("B", "2")], [1.0, 2.0]

    def drawn(count: int) -> str:
        lines = [journey.Line(name=f"V{i}", text="1", values=(1.0, float(i))) for i in range(count)]
        return journey.journey(stages, mean, lines, PALETTE) or ""

    assert "fill-opacity" not in drawn(3)
    assert "fill-opacity" in drawn(12)
    assert ">V0  1<" not in drawn(12)


@pytest.mark.parametrize(("value", "text"), [(1.0, "1"), (1.005, "1"), (-0.001, "0"), (12.346, "12.35"), (0.5, "0.5")])
def test_coordinates_are_short(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [("short", 10, "short"), ("several words here", 12, "several…"), ("unbrokenunbroken", 8, "unbroke…")],
)
def test_labels_are_cut_at_a_word_where_possible(text: str, most: int, short: str) -> None:
    assert shorten(text, most) == short
    assert len(shorten(text, most)) <= most


def test_a_frame_stretches_and_is_drawn_in_the_colour_of_its_award() -> None:
    drawn = frame.frame(842, 595, ring="#C9A45A", palette=PALETTE)
    assert 'preserveAspectRatio="none"' in drawn
    assert "#C9A45A" in drawn
    assert drawn.count("<path") == 4 * frame.STRANDS
    starts = [(float(x), float(y)) for x, y in re.findall(r'd="M([-\d.]+) ([-\d.]+)', drawn)]
    assert len(starts) == 4 * frame.STRANDS
    assert all(0 <= x <= 842 and 0 <= y <= 595 for x, y in starts)
    assert ElementTree.fromstring(drawn).find("{*}title") is not None


def test_an_arrow_leads_from_a_risk_to_what_its_control_leaves_of_it() -> None:
    bands = [[0] * 5] * 5
    held = riskmap.Badge(ref="R-01", filled=True, severity=4, likelihood=3, residual=2)
    idle = riskmap.Badge(ref="R-02", filled=True, severity=2, likelihood=3, residual=3)
    drawn = riskmap.risk_map([held, idle], bands, PALETTE)
    assert (
        "R-01 severity 4, likelihood 3, with its control 2; R-02 severity 2, likelihood 3, with its control 3" in drawn
    )
    assert (drawn.count("<path"), drawn.count(">R-01<"), drawn.count(">R-02<")) == (1, 2, 1)

"""The 5 x 5 map of severity and likelihood with a badge for every rated finding."""

from collections.abc import Sequence
from dataclasses import dataclass

from bsc_audit.core.language import ENGLISH, Language
from bsc_audit.core.report.charts.svg import Palette, box, drawing, element, label, number
from bsc_audit.core.said import joined, say

CELL = 50.0
LEFT, TOP = 58.0, 8.0
TOLD = 60  # findings named in the words for a listener, the gravest
FALLS = 5  # arrows to a residual risk that fit in a column; the table tells all
BADGES = 6  # that fit in a cell; more are told by number
NAMELESS = ("",) * 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A finding on the map; severity and likelihood are 1..5."""

    ref: str
    filled: bool  # a risk; others are outlined
    severity: int
    likelihood: int
    residual: int | None = None  # likelihood with its control, 1..5; None where no control is named


def risk_map(
    badges: Sequence[Badge],
    bands: Sequence[Sequence[int]],
    palette: Palette,
    *,
    severities: Sequence[str] = NAMELESS,
    likelihoods: Sequence[str] = NAMELESS,
    language: Language = ENGLISH,
) -> str:
    """The map; `bands[likelihood - 1][severity - 1]` picks the colour; the axes carry the ruleset's words."""
    names = (severities or NAMELESS, likelihoods or NAMELESS)
    parts = [*_cells(bands, palette), *_axes(palette, *names, language)]
    for likelihood in range(1, 6):
        for severity in range(1, 6):
            here = [b for b in badges if (b.severity, b.likelihood) == (severity, likelihood)]
            parts += _badges(here, severity, likelihood, palette)
    for severity in range(1, 6):
        held = [b for b in badges if b.severity == severity and b.residual is not None and b.residual < b.likelihood]
        parts += _falls(held[:FALLS], palette)
    said = language.text(say("Risk map of severity by likelihood: {findings}.", findings=_findings(badges)))
    return drawing(LEFT + 5 * CELL + 4, TOP + 5 * CELL + 26, said, parts, kind="riskmap")


def _findings(badges: Sequence[Badge]) -> str:
    placed: list[str] = [_placed(badge) for badge in badges[:TOLD]]
    if len(badges) > TOLD:
        placed.append(say("and {number} more", number=len(badges) - TOLD))
    return joined("; ", placed) if placed else say("no rated finding")


def _placed(badge: Badge) -> str:
    words: dict[str, str | int] = {"finding": badge.ref, "severity": badge.severity, "likelihood": badge.likelihood}
    if badge.residual is None:
        return say("{finding} severity {severity}, likelihood {likelihood}", **words)
    return say(
        "{finding} severity {severity}, likelihood {likelihood}, with its control {residual}",
        **words,
        residual=badge.residual,
    )


def _falls(held: Sequence[Badge], palette: Palette) -> list[str]:
    """An arrow for each from its cell down to where its control leaves it, with its name at the head."""
    parts = []
    for index, badge in enumerate(held):
        left, top = _corner(badge.severity, badge.likelihood)
        _, bottom = _corner(badge.severity, badge.residual or badge.likelihood)
        x, start, end = left + 6 + 9.2 * index, top + CELL - 8, bottom + 5
        path = f"M{number(x)} {number(start)}V{number(end)}M{number(x - 2)} {number(end - 3)}L{number(x)} {number(end)}L{number(x + 2)} {number(end - 3)}"
        parts.append(element("path", d=path, fill="none", stroke=palette.ink, stroke_width=0.8))
        parts.append(
            label(x, end + 4.8 + 5 * (index % 2), badge.ref, size=4.6, fill=palette.ink, anchor="middle", weight=600)
        )
    return parts


def _cells(bands: Sequence[Sequence[int]], palette: Palette) -> list[str]:
    parts = []
    for likelihood in range(1, 6):
        for severity in range(1, 6):
            x, y = _corner(severity, likelihood)
            shade = palette.heat[min(bands[likelihood - 1][severity - 1], len(palette.heat) - 1)]
            parts.append(box(x, y, CELL - 1.6, CELL - 1.6, fill=shade, round_=1.5))
            product = str(severity * likelihood)
            parts.append(label(x + CELL - 5, y + 8.5, product, size=5.2, fill="#5E5148", anchor="end"))
    return parts


def _axes(palette: Palette, severities: Sequence[str], likelihoods: Sequence[str], language: Language) -> list[str]:
    below = TOP + 5 * CELL
    rows = [
        label(LEFT - 5, TOP + (5.5 - i) * CELL + 2, f"{i} {name}".strip(), size=6, fill=palette.text, anchor="end")
        for i, name in enumerate(likelihoods, 1)
    ]
    columns = [
        label(LEFT + (i - 0.5) * CELL, below + 8, f"{i} {name}".strip(), size=5.6, fill=palette.text, anchor="middle")
        for i, name in enumerate(severities, 1)
    ]
    across = label(
        LEFT + 2.5 * CELL,
        below + 20,
        language.text(say("SEVERITY")),
        size=6,
        fill=palette.muted,
        anchor="middle",
        weight=600,
        spacing=1,
    )
    likelihood = language.text(say("LIKELIHOOD"))
    up = label(0, 0, likelihood, size=6, fill=palette.muted, anchor="middle", weight=600, spacing=1)
    turned = element("g", up, transform=f"translate(7 {number(TOP + 2.5 * CELL)}) rotate(-90)")
    return [*rows, *columns, across, turned]


def _badges(here: Sequence[Badge], severity: int, likelihood: int, palette: Palette) -> list[str]:
    """Two columns of three; the last place tells how many more there are."""
    x, y = _corner(severity, likelihood)
    shown = here if len(here) <= BADGES else here[: BADGES - 1]
    rows = (min(len(here), BADGES) + 1) // 2
    top = y + (CELL - 1.6) / 2 - (rows - 1) * 6.5
    parts = []
    for index, badge in enumerate(shown):
        left = len(here) == 1
        at = (x + (CELL / 2 if left else 12.5 + 23.4 * (index % 2)) - 0.8 * left, top + 13 * (index // 2))
        parts += _badge(badge, at, palette)
    if len(here) > BADGES:
        more = f"+{len(here) - len(shown)}"
        parts.append(label(x + 36, top + 28.2, more, size=6.4, fill=palette.ink, anchor="middle", weight=600))
    return parts


def _badge(badge: Badge, at: tuple[float, float], palette: Palette) -> list[str]:
    fill, ink = (palette.ink, "#fff") if badge.filled else ("#fff", palette.ink)
    pill = element(
        "rect",
        x=at[0] - 11,
        y=at[1] - 5.6,
        width=22,
        height=11.2,
        rx=5.6,
        fill=fill,
        stroke=palette.ink,
        stroke_width=0.9,
    )
    return [pill, label(at[0], at[1] + 2.1, badge.ref, size=5.8, fill=ink, anchor="middle", weight=600)]


def _corner(severity: int, likelihood: int) -> tuple[float, float]:
    return LEFT + (severity - 1) * CELL, TOP + (5 - likelihood) * CELL

"""Which colours of a report carry text or a status, and whether they can be read and told apart."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from bsc_audit.render.brand.colour import VISIONS, WHITE, contrast, distance, lightness, with_lightness

TEXT, LARGE = 4.5, 3.0  # WCAG 2.2, success criteria 1.4.3 and 1.4.11
GREY = 7.0  # L* that neighbours in a chart are apart in a grey print
HUE = 8.0  # of CIELAB, with every kind of colour vision

Colours = Mapping[str, str]  # by role: ink, tones/1


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Two colours that cannot be read on, or told from, each other."""

    roles: tuple[str, ...]  # those a palette gives, the one to change first
    message: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """Two colours, by role or as they are, and what they have to be for each other."""

    front: str
    ground: str
    least: float  # contrast; 0 where they are to be told apart
    use: str


def clashes(colours: Mapping[str, Any], own: Collection[str] = ()) -> Iterator[Clash]:
    """Every pair that fails, in the order of the table.

    Args:
        colours: as template.yaml gives them, each checked to be #rrggbb.
        own: names of those to be changed first, where a clash has one.
    """
    found = flat(colours)
    for pair in _pairs(found) if found else ():
        said = _failure(pair, found)
        if said:
            given = [role for role in (pair.front, pair.ground) if role in found]
            roles = tuple(sorted(given, key=lambda role: role.partition("/")[0] not in own))
            yield Clash(roles=roles, message=said, hint=_hint(roles, found))


def flat(colours: Mapping[str, Any]) -> dict[str, str]:
    """Each colour by its role: tones/1 is the first of the tones."""
    found: dict[str, str] = {}
    for name, value in colours.items():
        if isinstance(value, str):
            found[name] = value
        else:
            found.update((f"{name}/{number}", one) for number, one in enumerate(value, 1))
    return found


def _pairs(colours: Colours) -> list[_Pair]:
    tones = [role for role in colours if role.startswith("tones/")]
    lights = [role for role in colours if role.startswith("lights/")]
    heats = [role for role in colours if role.startswith("heat/")]
    read = [_Pair(front=front, ground=ground, least=TEXT, use=use) for front, ground, use in READ]
    read += [_Pair(front=tone, ground=WHITE, least=TEXT, use="headings of a perspective") for tone in tones]
    read += [_Pair(front="ink", ground=heat, least=TEXT, use="the risk map") for heat in heats]
    read += [_Pair(front=light, ground="ink", least=LARGE, use="arcs of the cover") for light in lights]
    read += [_Pair(front="gold", ground="ink", least=LARGE, use="the bar of the cover")]
    apart = [*combinations(tones[:4], 2), *combinations(STATUS, 2)]
    return read + [_Pair(front=one, ground=other, least=0, use="a grey print") for one, other in apart]


def _failure(pair: _Pair, colours: Colours) -> str:
    """What is wrong with a pair; "" when nothing is."""
    front, ground = colours.get(pair.front, pair.front), colours.get(pair.ground, pair.ground)
    names = f"{_named(pair.front, front)} on {_named(pair.ground, ground)}"
    if pair.least:
        ratio = contrast(front, ground)
        words = f"{names} ({pair.use}) has a contrast of {_cut(ratio)}:1, not {pair.least}:1"
        return words if ratio < pair.least else ""
    return _likeness(pair, front, ground)


def _likeness(pair: _Pair, one: str, other: str) -> str:
    names = f"{_named(pair.front, one)} and {_named(pair.ground, other)}"
    apart = abs(lightness(one) - lightness(other))
    if apart < GREY:
        return f"{names} look alike in a grey print: {_cut(apart)} of lightness apart, not {GREY:g}"
    vision, least = min(((name, distance(one, other, name)) for name in VISIONS), key=lambda seen: seen[1])
    if least < HUE:
        return f"{names} look alike with {vision} vision: {_cut(least)} apart, not {HUE:g}"
    return ""


def _hint(roles: Sequence[str], colours: Colours) -> str:
    """The nearest shade of one of them that clashes with nothing."""
    for role in roles:
        shade = nearest(role, colours)
        if shade:
            return f"the nearest {role} that passes everything is {shade}"
    return f"no shade of {' or '.join(roles)} alone passes everything: change several, or choose another hue"


def nearest(role: str, colours: Colours) -> str | None:
    """The colour of the same hue, as near in lightness as possible, that clashes with no other; None without one."""
    start = lightness(colours[role])
    pairs = [pair for pair in _pairs(colours) if role in (pair.front, pair.ground)]
    for wanted in sorted(range(4, 97), key=lambda level: abs(level - start)):
        shade = with_lightness(colours[role], wanted)
        changed = {**colours, role: shade}
        if not any(_failure(pair, changed) for pair in pairs):
            return shade
    return None


def _named(role: str, colour: str) -> str:
    return colour if role == colour else f"{role} {colour}"


def _cut(value: float) -> str:
    """Two decimals, never rounded up to what is asked for."""
    return f"{int(value * 100) / 100:.2f}"


STATUS = ("good", "fair", "poor", "bad", "none")
READ = (
    ("text", WHITE, "text"),
    ("text", "pale", "text of cards"),
    ("ink", WHITE, "headings"),
    ("ink", "pale", "headings of cards"),
    ("muted", WHITE, "notes"),
    ("muted", "pale", "notes of cards"),
    ("accent", WHITE, "small headings"),
    ("good", WHITE, "the word of a result"),
    ("bad", WHITE, "the word of a result"),
    (WHITE, "ink", "the cover and charts"),
    ("#9FB3CA", "ink", "small print of the cover"),  # as style.css of the shipped template has it
    (WHITE, "good", "numbers in charts"),
    (WHITE, "poor", "numbers in charts"),
    (WHITE, "bad", "numbers in charts"),
    ("ink", "fair", "numbers in charts"),
    ("ink", "none", "numbers in charts"),
)

"""How values are written on a page; the one place that rounds for the screen, by the product's one rule."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.units import Node
from bsc_audit.core.quantities import Number, round_half_up
from bsc_audit.web.forms import field_id
from bsc_audit.web.scales import scale

DASH = "–"
MINUS = "\N{MINUS SIGN}"


def decimal(value: Number | None, digits: int = 1) -> str:
    """A number with so many decimals; a dash where there is none."""
    if value is None:
        return DASH
    rounded = round_half_up(value, digits)
    text = f"{abs(float(rounded)):,.{digits}f}".replace(",", "\N{NARROW NO-BREAK SPACE}")
    return (MINUS if rounded < 0 else "") + text


def number(value: Number) -> str:
    """A number as somebody gave it, without zeroes that say nothing: 74, 12.5."""
    return f"{float(value):,.10g}".replace(",", "\N{NARROW NO-BREAK SPACE}").replace("-", MINUS)


def score(value: Number | None) -> str:
    """A score 0..100 in words that stand alone."""
    return "not assessed" if value is None else decimal(value)


def percent(share: Number | None, digits: int = 0) -> str:
    """A share 0..1 as a percentage."""
    return DASH if share is None else f"{decimal(Fraction(share) * 100, digits)}\N{NARROW NO-BREAK SPACE}%"


def signed(value: Number | None, digits: int = 1) -> str:
    """A difference with its sign."""
    if value is None:
        return DASH
    text = decimal(value, digits)
    return text if text.startswith(MINUS) or not round_half_up(value, digits) else f"+{text}"


def day(value: date | datetime | None) -> str:
    """A day as people write it: 28 Nov 2026."""
    return DASH if value is None else f"{value.day} {value:%b %Y}"


def moment(value: datetime | None) -> Markup | str:
    """A moment, in UTC; scripts show it in the reader's own time."""
    if value is None:
        return DASH
    shown = f"{value.day} {value:%b %Y, %H:%M} UTC"
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(timespec="seconds"), shown)


def words(value: object) -> str:
    """A word of a closed list as people read it: changes_requested → Changes requested."""
    return str(value).replace("_", " ").replace("-", " ").capitalize()


def count(number: int, one: str, many: str = "") -> str:
    """1 answer, 2 answers."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def lines(value: object) -> str:
    """Words of a list, one a line, as a field of several lines holds them."""
    return "\n".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def itself(value: object) -> tuple[str, str]:
    """A word that needs no other for people, as an option of a form."""
    return str(value), str(value).replace("@", " ")


def numbered(assessment: Assessment) -> tuple[str, str]:
    """An assessment as an option of a form."""
    return assessment.id, f"{assessment.number} {assessment.title}"


def indented(node: Node) -> tuple[str, str]:
    """A unit of the tree as an option of a form."""
    return node.unit.id, "\N{NO-BREAK SPACE}" * (3 * node.depth) + node.unit.name


def with_words(value: object) -> tuple[str, str]:
    """A word of a closed list as an option of a form: the word, and how people read it."""
    return str(value), words(value)


def groups(text: str, each: int = 4) -> str:
    """A long word in groups that can be copied by eye."""
    return " ".join(text[at : at + each] for at in range(0, len(text), each))


def size(octets: int | None) -> str:
    """Bytes as people say them."""
    if octets is None:
        return DASH
    for unit, step in (("MB", 10**6), ("kB", 10**3)):
        if octets >= step:
            return f"{decimal(Fraction(octets, step))}\N{NARROW NO-BREAK SPACE}{unit}"
    return f"{octets}\N{NARROW NO-BREAK SPACE}bytes"


FILTERS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "decimal": decimal,
        "number": number,
        "score": score,
        "percent": percent,
        "signed": signed,
        "day": day,
        "moment": moment,
        "words": words,
        "count": count,
        "with_words": with_words,
        "scale": scale,
        "lines": lines,
        "itself": itself,
        "numbered": numbered,
        "indented": indented,
        "groups": groups,
        "size": size,
        "field_id": field_id,
    }
)

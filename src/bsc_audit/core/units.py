"""Words of units. A ruleset may write any unit; the ones here are said in the reader's language."""

from bsc_audit.core.said import NBSP, Pattern, Said, say


def unit_word(unit: str) -> str:
    """A unit as a reader sees it; one that is not listed as it is written."""
    return UNITS.get(unit, unit)


def bound_unit(unit: str) -> str:
    """As `unit_word`, without a place where a line may break."""
    return Said(unit.replace(" ", NBSP), Pattern(unit, {})) if unit in UNITS else unit.replace(" ", NBSP)


UNITS = {
    str(word): word
    for word in (
        say("% a year"),
        say("calls"),
        say("currency"),
        say("days"),
        say("h"),
        say("index"),
        say("kappa"),
        say("level"),
        say("min"),
        say("months"),
        say("ms"),
        say("of 7"),
        say("of 10"),
        say("of 100"),
        say("per 1000"),
        say("points"),
        say("ratio"),
        say("s"),
        say("scale points"),
        say("score"),
        say("working days"),
    )
}

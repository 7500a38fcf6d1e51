"""Languages reports can be made in, as their own speakers call them."""

from collections.abc import Iterable

from babel import Locale


def spoken(tags: Iterable[str]) -> list[tuple[str, str]]:
    """Tags of languages as options of a form, each under its own name: de, Deutsch."""
    return [(tag, _own_name(tag)) for tag in tags]


def _own_name(tag: str) -> str:
    locale = Locale.parse(tag, sep="-")
    name = locale.get_display_name(locale) or tag
    return name[:1].upper() + name[1:]

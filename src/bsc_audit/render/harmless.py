"""Texts that a spreadsheet might take for a formula."""

import re

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")  # what makes a spreadsheet compute rather than show
APOSTROPHE = "'"

_NUMBER = re.compile(r"[-+]?[0-9]+([.,][0-9]+)?([eE][-+]?[0-9]{1,3})?")


def could_compute(text: str) -> bool:
    """Whether a spreadsheet may run the text as a formula; a plain number with a sign it only shows."""
    return text.startswith(STARTS) and not _NUMBER.fullmatch(text)


def harmless(text: str) -> str:
    """The text for a file that knows no types: behind an apostrophe where it could compute."""
    return APOSTROPHE + text if could_compute(text) else text

"""The words of a page: what a document may not call itself, and letters no font of the template has."""

import re
import unicodedata
from base64 import b64decode
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape
from importlib import import_module
from io import BytesIO

from bsc_audit.render.template import Template

_UNSEEN = re.compile(r"<(style|script)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_HEADING = re.compile(r"<(h1|title)\b[^>]*>(.*?)</\1>", re.DOTALL)
_SHOWN = re.compile(r'\bdata-[a-z]+="([^"]*)"')  # a style sheet prints these
_INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn"})

_NAMED = re.compile(
    r"(?<!no )(?<!kein )\b(certificate|certified|zertifikat|zertifiziert)\b(?! (or|of assessment))", re.I
)
_SWORN = re.compile(
    r"\b(granted to|hereby|(?:is|are|was|has been) certified|is awarded|verliehen an|ist zertifiziert)\b", re.IGNORECASE
)


def words_of(page: str) -> str:
    """What a reader of the page sees, pictures included."""
    shown = " ".join(_SHOWN.findall(page))
    return " ".join(unescape(f"{_TAG.sub(' ', _UNSEEN.sub(' ', page))} {shown}").split())


def claims(page: str) -> Iterator[str]:
    """Words only a granted award may stand behind; a document that none was granted for must have none of them."""
    headings = [words_of(match[2]) for match in _HEADING.finditer(page)]
    named = [match[0] for text in headings if not _denied(text) for match in _NAMED.finditer(text)]
    yield from (f"a title with the word {word!r}" for word in dict.fromkeys(named))
    for match in _SWORN.finditer(words_of(page)):
        yield f"the words {match[0]!r}"


def _denied(text: str) -> bool:
    return bool(re.search(r"\b(not|no|kein|nicht)\b", text, re.IGNORECASE))


def letters_without_font(page: str, fonts: Iterable[bytes]) -> list[str]:
    """Letters of the page that none of the fonts has, in the order of Unicode."""
    known = frozenset().union(*(_letters(font) for font in fonts))
    return sorted(one for one in set(words_of(page)) if ord(one) not in known and _visible(one))


def fonts_of(template: Template) -> tuple[bytes, ...]:
    """The fonts a template brings, its brand's included."""
    files = [file for folder in template.folders for file in sorted((folder / "fonts").glob("*.[to]tf"))]
    faces = template.brand.faces if template.brand else ()
    return (*(file.read_bytes() for file in files), *(b64decode(face.address.partition(",")[2]) for face in faces))


def font_names(fonts: Iterable[bytes]) -> frozenset[str]:
    """The family names written in fonts."""
    read = (import_module("fontTools.ttLib").TTFont(BytesIO(font), lazy=True)["name"] for font in fonts)
    return frozenset(str(names.getDebugName(number) or "") for names in read for number in (1, 16)) - {""}


def _visible(letter: str) -> bool:
    return unicodedata.category(letter) not in _INVISIBLE


@cache
def _letters(font: bytes) -> frozenset[int]:
    return frozenset(import_module("fontTools.ttLib").TTFont(BytesIO(font), lazy=True).getBestCmap() or ())

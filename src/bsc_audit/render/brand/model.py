"""The brand of a body that issues reports: plain values, ready for a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A picture for a light and for a dark ground, each as a data: address."""

    light: str
    dark: str  # "" without one: a dark ground then gets a light plate


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One font file of the brand."""

    family: str
    weight: int
    italic: bool
    address: str  # data:

    def rule(self) -> str:
        """The rule that makes a style sheet know it."""
        style = ";font-style:italic" if self.italic else ""
        return f'@font-face{{font-family:"{self.family}";src:url({self.address});font-weight:{self.weight}{style}}}'


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """Who issues the report, and what that looks like."""

    name: str
    short: str  # for running heads and feet
    logo: Logo | None
    colours: Mapping[str, Any]  # of template.yaml, those the brand replaces
    faces: tuple[Face, ...]
    stacks: Mapping[str, str]  # family tried first, by sans, serif or mono
    legal: str
    contact: tuple[tuple[str, str], ...]  # label and text
    addresses: tuple[str, ...]

    def data(self) -> dict[str, Any]:
        """What a template may show."""
        return {
            "name": self.name,
            "short": self.short,
            "logo": self.logo.light if self.logo else "",
            "logo_dark": self.logo.dark if self.logo else "",
            "legal": self.legal,
            "contact": [{"label": label, "text": text} for label, text in self.contact],
            "addresses": list(self.addresses),
        }

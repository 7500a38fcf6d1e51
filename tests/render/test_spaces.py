"""No line breaks between a number and its unit, whatever language the report speaks."""

import pytest

from bsc_audit.languages import language
from bsc_audit.render.spaces import binder


@pytest.mark.parametrize(
    ("tag", "text", "bound"),
    [
        ("en", "12 % after 3 months with n = 40", "12~% after 3~months with n~=~40"),
        ("en", "within 2 days, 30 min", "within 2~days, 30~min"),
        ("de", "12 % nach 3 Monaten mit n = 40", "12~% nach 3~Monaten mit n~=~40"),
        ("de", "1 Tag, 2 Tage, binnen 5 Arbeitstagen, 3 Punkte", "1~Tag, 2~Tage, binnen 5~Arbeitstagen, 3~Punkte"),
        ("de", "an English ruleset: 2 days", "an English ruleset: 2~days"),
        ("de", "3 Tagungen", "3 Tagungen"),
        ("en", "2 Tage", "2 Tage"),
        ("en", "3 months ago; 4 minds; n of 5", "3~months ago; 4 minds; n of 5"),
    ],
)
def test_a_number_is_bound_to_a_unit_and_to_nothing_else(tag: str, text: str, bound: str) -> None:
    assert binder(language(tag))(text) == bound.replace("~", "\u00a0")

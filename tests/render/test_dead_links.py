"""A link to what is not on the page is its text."""

from bsc_audit.render.dead_links import without_dead_links


def test_only_a_link_that_leads_nowhere_is_taken_away() -> None:
    page = '<p id="a"><a href="#a">A</a>, <a href="#b">B</a>, <a href="https://c.example">C</a></p>'
    assert without_dead_links(page) == '<p id="a"><a href="#a">A</a>, B, <a href="https://c.example">C</a></p>'

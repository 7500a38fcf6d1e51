"""A page that is written plainly is read into the tree the library's own parser makes; any other page is left to it."""

from io import StringIO
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

import report_samples as samples
from bsc_audit.render.drawings import CHARTS
from bsc_audit.render.faster import pages
from bsc_audit.render.page import compose
from bsc_audit.render.template import load_template

PACKS = sorted(folder.name for folder in samples.TEMPLATES.iterdir() if (folder / "template.yaml").is_file())
HEAD = "<!DOCTYPE html>\n<html lang='en'>\n<head>\n<title>A &amp; B</title></head>\n".replace("'", '"')
PLAIN = (
    '<p class="a">One <b>two</b> &lt;3&#39;<br>four</p>',
    '<div><h2 id="x">Head</h2><ul><li>1</li><li><p>2</p></li></ul></div>',
    '<table><colgroup><col><col></colgroup><tbody><tr><th scope="row">a</th><td><p>b</p></td></tr></tbody></table>',
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>T</title><g><path d="M0 0"/></g></svg>',
    '<p><a href="#x">link</a> and <strong><i>both</i></strong></p>',
)
ODD = (
    "<p>never closed",
    "<p><div>in it</div></p>",
    "<b><i>crossed</b></i>",
    "<table><tr><td>no body</td></tr></table>",
    "<table><tbody><tr>word<td>1</td></tr></tbody></table>",
    "<ul><li>1<li>2</ul>",
    "<p>&copy; &amp</p>",
    '<p class="a" class="b">twice</p>',
    "<P>Upper</P>",
    "<p title=bare>unquoted</p>",
    "<!-- said --><p>1</p>",
    '<a href="#1"><a href="#2">in itself</a></a>',
    "<h1><h2>x</h2></h1>",
    "<svg><p>out</p></svg>",
    "<svg><title><b>x</b></title></svg>",
    "<div/><p>after</p>",
    "</div><p>1</p>",
    "<body class='again'><p>1</p>",
    "<pre>\nline</pre>",
    "<select><option>1</option></select>",
    "<p>&#128; &#0;</p>",
)


@pytest.mark.parametrize("pack", PACKS)
def test_our_own_packs_are_written_plainly(pack: str) -> None:
    template = load_template(samples.TEMPLATES / pack, charts=frozenset(CHARTS), shelves=[samples.TEMPLATES])
    page = compose(samples.example_report(), template, template.style())
    tree = pages.plain(page)
    assert tree is not None
    assert listed(tree) == listed(shipped(page))


@pytest.mark.parametrize("body", ODD)
def test_what_is_not_written_plainly_is_left_to_the_library(body: str) -> None:
    page = f"{HEAD}<body>{body}</body></html>"
    assert pages.plain(page) is None
    assert listed(pages.parse(StringIO(page), namespace_html_elements=False)) == listed(shipped(page))


PIECES = st.lists(
    st.sampled_from(
        [*PLAIN, "<div>", "</div>", "<p>", "</p>", "<b>", "</b>", "<li>", "<td>", " ", "word", "<hr>", "&amp;"]
    ),
    max_size=12,
)


@given(pieces=PIECES, between=st.sampled_from(["", "\n", " "]))
def test_whatever_is_read_is_read_as_the_library_does(pieces: list[str], between: str) -> None:
    page = f"{HEAD}<body>{between.join(pieces)}</body>{between}</html>\n"
    tree = pages.plain(page)
    assert tree is None or listed(tree) == listed(shipped(page))


@pytest.mark.parametrize("body", PLAIN)
def test_what_is_written_plainly_is_read_here(body: str) -> None:
    page = f"{HEAD}<body>\n{body}\n</body>\n</html>\n"
    tree = pages.plain(page)
    assert tree is not None
    assert listed(tree) == listed(shipped(page))


def shipped(page: str) -> Element:
    return pages._parse(StringIO(page), namespace_html_elements=False)


def listed(tree: Element) -> list[tuple[object, ...]]:
    """Everything a tree says, in order."""
    return [(one.tag, list(one.attrib.items()), one.text or "", one.tail or "", len(one)) for one in tree.iter()]

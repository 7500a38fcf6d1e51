"""What a page must not have, one by one, and that a good one has none of it."""

import pytest

from bsc_audit.render.check.markup import faults_of_page


def page(body: str) -> str:
    return f'<!DOCTYPE html><html lang="en"><head><style>p{{color:#000}}</style></head><body><h1>T</h1>{body}</body></html>'


GOOD = (
    '<h2 id="a">A</h2><h3>B</h3><h2>C</h2><p><a href="#a">to A</a> <a href="https://x.example">x</a></p>'
    '<table><thead><tr><th scope="col">H</th></tr></thead><tr><td>1<br>2</td></tr></table>'
    '<svg viewBox="0 0 1 1"><title>A square.</title><a/></svg><img src="asset:///a.png" alt=""><img src="data:x" alt="y">'
    '<p style="background:url(data:image/svg+xml;base64,AA)">z</p>'
)


def test_a_good_page_has_no_fault() -> None:
    assert faults_of_page(page(GOOD)) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<h3>x</h3>", "<h3> after <h1>"),
        ("<table><tr><th>x</th></tr></table>", "<th> without scope"),
        ("<table><tr><td>x</td></tr></table>", "a table without a head"),
        ("<img src='data:x'>", "a picture without alt"),
        ("<img src='http://x.example/a.png' alt='a'>", "http://x.example/a.png"),
        ("<img src='a.png' alt='a'>", "only data: and asset:///"),
        ("<svg><path/></svg>", "a drawing without <title>"),
        ("<svg><title> </title></svg>", "a drawing without <title>"),
        ("<a href='#b'><b>x</b></a>", "<b> inside a link"),
        ("<a href='#b'>x<a href='#c'>y</a></a>", "a link inside a link"),
        ("<a href='javascript:x()'>x</a>", "a link to 'javascript:x()'"),
        ("<a href='file:///etc/passwd'>x</a>", "a link to"),
        ("<script>x</script>", "<script>"),
        ("<iframe></iframe>", "<iframe>"),
        ("<link rel=stylesheet href='x.css'>", "<link> to 'x.css'"),
        ("<p onclick='x()'>x</p>", "onclick"),
        ("<p style='background:url(//x.example/a)'>x</p>", "//x.example/a"),
        ("<style>@import 'x.css';</style>", "x.css"),
        ("<style>p{background:url(ftp://x)}</style>", "ftp://x"),
        ("<p id='a'>x</p><p id='a'>y</p>", "two elements with the id 'a'"),
    ],
)
def test_each_fault_is_named(body: str, words: str) -> None:
    assert any(words in fault.message for fault in faults_of_page(page(body))), faults_of_page(page(body))


def test_a_page_says_its_language_and_has_a_heading() -> None:
    found = {fault.message for fault in faults_of_page("<html><body><p>x</p></body></html>")}
    assert found == {"<html> without lang", "there is no heading <h1>"}

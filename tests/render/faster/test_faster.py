"""The faster functions make the same files, byte for byte, of our pages and of pages that use everything else."""

import gc
import weakref

import pytest
import tinycss2
import weasyprint

import report_samples as samples
from bsc_audit.render import faster
from bsc_audit.render.drawings import CHARTS
from bsc_audit.render.faster.memory import let_go
from bsc_audit.render.faster.sheets import learn
from bsc_audit.render.pdf import render_pdf
from bsc_audit.render.template import load_template

STYLE = """
@page{size:90mm 60mm;margin:8mm;@top-left{content:"Head";letter-spacing:1pt}@bottom-right{content:counter(page)"/"counter(pages)}}
html{font:9pt/1.4 sans-serif}.anywhere{overflow-wrap:anywhere;width:20mm}.spaced{letter-spacing:2pt;word-spacing:3pt}
.just{text-align:justify}.grid{display:grid;grid-template-columns:1fr 2fr;gap:2mm}.flex{display:flex}.flex p{flex:1}
.float{float:right;width:25%;border:1pt solid;border-radius:20% 3mm}.box{box-sizing:border-box;width:50%;padding:2%;height:9mm}
.calc{width:calc(50% - 4mm);margin-inline-start:3mm;padding-block:1mm}.cut{white-space:nowrap;overflow:hidden;text-overflow:ellipsis;width:20mm}
.clamp{max-lines:2;block-ellipsis:auto}.first::first-line{font-weight:700}.first::first-letter{font-size:20pt}
table{border-collapse:collapse;width:100%}td{border:1pt solid #999;padding:1mm}table.apart{border-collapse:separate}
.cols{columns:2}.auto{hyphens:auto;width:22mm}.up{text-decoration:underline overline line-through}.nums{font-variant-numeric:tabular-nums}
.abs{position:absolute;top:0;right:0}.pre{white-space:pre;tab-size:6}.none{visibility:hidden}.small{font-size:0}
"""
NOTES = "<style>.foot{float:footnote}b.item{display:list-item;margin-left:5mm}</style>"
BODY = """
<h1 class="spaced">Spaced out</h1><p class="just">Words that are set to both margins, over more than one line of them, are wide
apart.</p><div class="grid"><p>One</p><p>Two words here</p></div><div class="flex"><p>Left</p><p>Right and longer</p></div>
<p class="float">Beside it</p><p class="anywhere">Kundendienstzufriedenheitsmessungsverordnung</p><p class="box">Half</p>
<p class="calc">Worked out</p><p class="cut">Too long for its place by far</p><p class="clamp">One two three four five six seven
eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty</p>
<p class="first">First line bold, first letter large, and a second line that is neither of them at all.</p>
<table><tr><th scope=row>a<td rowspan=2>b<td>c<tr><th scope=row>d<td>e</table><table class="apart"><tr><td>f<td>g</table>
<div class="cols"><p>Columns are balanced over both of their lines.</p><p>So are these.</p></div><p class="auto">Incomprehensibilities
so\u00adft hyphens</p><p class="up">Lines <span class="nums">1 234</span> <a href="#end">link</a></p><p dir="rtl">שלום עולם 12</p>
<p>Δοκιμή проверка ﬁne ½ <span lang="tr">iI</span> a\u0301 \u2003 \U0001f642 \ue000</p><p class="pre">a\tb\nc</p><p class="none">x</p>
<p class="small">zero</p><ol><li>One<li>Two<ul><li>Three</ul></ol><q>Quoted</q><p class="abs">Corner</p><p id="end">End<br>of it</p>
<svg width="90" height="30" viewBox="0 0 90 30"><title>Words</title><text x="5" y="20" font-size="9" font-weight="600">Drawn, 12 %</text>
<text x="45" y="20" text-anchor="middle" letter-spacing="1">mid</text></svg><svg width="60" height="30"><defs><linearGradient id="g">
<stop offset="0" stop-color="red" stop-opacity=".4"/><stop offset="1" stop-color="red"/></linearGradient></defs>
<rect width="50%" height="2em" fill="url(#g)" stroke="red"/><g id="end2"><circle r="5" cx="9" cy="9" fill="red" opacity=".5"/></g></svg>
<svg width="9" height="9"><foreignObject><p class="up">Foreign</p></foreignObject><g><g><g><g><g><g><path d="M1-2.5.5 8"/></g></g></g></g></g></g></svg>
<p><a href="#end2">into a drawing</a> <a href="https://example.org/">out</a></p><form><input value="one"><textarea>two</textarea></form>
<p style="transform:rotate(9deg)"><a href="#end">turned</a></p><ul><li style="list-style:none">bare<li>x<ol><li>y</ol></ul><dl><dt>t<dd>d</dl>
<p>A note<span class="foot">Below the text</span> and <b class="item">an item</b></p>
"""


WORDS = [
    "Calls",
    "are",
    "answered",
    "within",
    "a",
    "minute;",
    "AVAST",
    "To\xa0Wa",
    "12\xa0%",
    "of",
    "1,024",
    "were",
    "not,",
    "says",
    "the",
    "well-known",
    "half-yearly",
    "reader's",
    "note",
    "(see",
    "A/B,",
    "https://example.org/a/very/long/path).",
    "Kundendienstzufriedenheitsmessungsverordnung",
    "für",
    "alle",
    "–",
    "so\xadft",
    "hyphens",
    "Δοκιμή,",
    "שלום",
    "עולם",
    "12,",
    "",
    "two",
    "",
    "spaces;",
    "zero\u200bwidth",
    "and",
    "fi",
    "fl",
    "ffi.",
]  # what breaks, or must not, where a line ends
LINES = """
@page{size:120mm 80mm;margin:12mm 8mm;@top-center{content:"Page " counter(page) " of " counter(pages)}}@page wide{size:150mm 80mm}
html{font:8pt/1.3 sans-serif;overflow-wrap:break-word}.wide{page:wide}section{break-before:page}
table{border-collapse:collapse;table-layout:fixed;width:100%}td,th{border-bottom:.5pt solid #888;padding:1mm 2mm 1mm 0;vertical-align:top}
th:last-child{text-align:right}.mid{vertical-align:middle}.tall{height:22mm}.just{text-align:justify}.in{text-indent:5mm}
.box{outline:1pt solid red;opacity:.5}.up{vertical-align:super;font-size:6pt}.rel{position:relative;top:1mm}b{padding-right:1mm}
.round{border:1pt solid;border-radius:3mm;box-decoration-break:slice}u{text-decoration:underline}.no{white-space:nowrap}.foot{width:30vw}
"""


def lines_page() -> str:
    """Tables and paragraphs over several pages, their texts of all lengths and broken at all places."""
    texts = [
        " ".join((WORDS[start:] + WORDS)[:length]) for start in range(0, len(WORDS), 2) for length in (1, 6, 17, 40)
    ]
    ways = (
        "{}",
        "<a href='#x'>{}</a>",
        "<b>Says</b> {}",
        "{} <i class='up'>2</i>",
        "<u>{}</u>",
        "<span class='rel'>{}</span>",
    )
    cells = [ways[number % len(ways)].format(text) for number, text in enumerate(texts)]
    kinds = ("", "mid", "tall", "just", "in", "box", "no")
    rows = "".join(
        f"<tr><th scope=row id=r{number}>{number}<td class='{kinds[number % len(kinds)]}'>{cell}<td>{cells[-number]}<br>{number}"
        for number, cell in enumerate(cells)
    )
    head = "<thead><tr><th scope=col>No<th scope=col>What is said, at length<th scope=col>More</thead>"
    prose = "".join(f"<p class='{kinds[number % 5]}'>{cell}</p>" for number, cell in enumerate(cells[::3]))
    return (
        f"<table><colgroup><col style='width:9mm'><col><col style='width:31mm'></colgroup>{head}<tbody>{rows}</table>"
        f"<section class=wide>{prose}</section><section class=round>{prose}</section><p class=foot>{texts[-1]}</p><p id=x>"
    )


def test_lines_of_all_kinds_are_the_same() -> None:
    page = f"<!DOCTYPE html><html lang=en><title>All</title><style>{LINES}</style><body>{lines_page()}"
    with faster.as_shipped():
        shipped = written(page)
    assert written(page) == shipped


@pytest.mark.parametrize("more", ["", NOTES])
def test_a_page_of_everything_is_the_same(more: str) -> None:
    page = f"<!DOCTYPE html><html lang=en><title>All</title><style>{STYLE}</style>{more}<body>{BODY}"
    with faster.as_shipped():
        shipped = written(page)
    assert written(page) == shipped


TABLES = """
table{border-collapse:collapse;margin:2mm}td,th{padding:1mm}.grid td{border:.5pt solid #888}.top th{border-bottom:2pt solid red}
.wide{border:3pt solid blue}.row tr{border-top:1pt solid}.group tbody{border:2pt solid green}.col col.c{border-left:1.5pt solid}
.cols colgroup{border-right:2pt solid}.dash td{border:1pt dashed}.hide td{border:1pt solid}.hide td.h{border:hidden}
.odd tr:nth-child(2n) td{border-bottom:1pt solid red}.odd tr:last-child>td:first-child{border-left:4pt solid}
"""
GRIDS = ("grid", "grid top", "grid wide", "row top", "group", "col grid", "cols", "dash", "hide", "odd", "")


def test_tables_with_borders_of_all_kinds_are_the_same() -> None:
    rows = "<tr><th>a<td>b<td class=h>c<tr><td colspan=2>d<td>e<tr><td>f<td colspan=2>g"
    tall = "<tr><td rowspan=2>a<td>b<tr><td>c"
    columns = "<colgroup><col><col class=c></colgroup><colgroup><col></colgroup>"
    tables = [
        f"<table class='{kind}' dir={way}>{columns}<thead><tr><th>x<th>y<th>z</thead><tbody>{body}<tbody>{rows}</table>"
        for kind in GRIDS
        for way in ("ltr", "rtl")
        for body in (rows, tall)
    ]
    page = f"<!DOCTYPE html><html lang=en><title>All</title><style>{TABLES}</style><body>{''.join(tables)}"
    with faster.as_shipped():
        shipped = written(page)
    assert written(page) == shipped


LEARNED = "@page{margin:9mm}@media print{p{color:blue}}p{font-size:12pt}.a,p:first-child{color:red;color:oops}"
RULES = """
p{color:#111}.a{color:#222}#one{color:#333}p.a>b{color:#444}section p~p b{font-weight:400}p+p{margin-left:4mm}:lang(de){color:red}
[lang]{font-style:italic}[data-x="1"]{color:blue}[href]{color:green}a[href^="#"]{text-decoration:none}[id="two"]{color:#555}
[style]{padding-left:2mm}p:not(.a):not(:first-child) b{color:#666}p:has(i){border:1pt solid}b:empty{padding:2mm}
i:only-child{color:#777}section:nth-of-type(2) .a b::before{content:"<"}.a .b .c{color:#888}:root p:last-of-type{color:#999}
p:first-child{margin-left:9mm}p:nth-child(3){margin-left:7mm}p:nth-last-child(2){margin-left:5mm}
@media print{.a.b{color:#aaa !important}}*{letter-spacing:0}:is(.a,.d) b{color:#bbb}
"""


def test_rules_of_all_kinds_mean_the_same_elements() -> None:
    ways = ("", "class=a", "class='a b'", "class='b a'", "id=one", "id=two class=a", "lang=de", "data-x=1", "data-x=2",
            "style='color:#123'", "class=d lang=en")  # fmt: skip
    insides = (
        "x",
        "<b>x</b>",
        "<b></b> y",
        "<i>x</i>",
        "z <i class=c>x</i>",
        "<a href='#one'>x</a> <a>y</a>",
        "<b class='b'><i class=c>w</i></b>",
    )
    paragraphs = [f"<p {way}>{inside}" for way in ways for inside in insides]
    body = "".join(f"<section {way}>{''.join(paragraphs)}</section>" for way in ("", "class=b", "lang=de class=a"))
    page = f"<!DOCTYPE html><html lang=en><title>All</title><style>{RULES}</style><body>{body}"
    with faster.as_shipped():
        shipped = written(page)
    assert written(page) == shipped


NAMED = """
@layer low,high;@layer high{li{margin-left:3mm}}@layer low{li{margin-left:9mm;color:red !important}}
td,th{padding:2mm;border-bottom:1pt solid}table{border-collapse:collapse}[id]::before{content:"> "}.in::before{content:"# ";color:red}
a::after{content:" p. " target-counter(attr(href),page) " " target-text(attr(href))}p{break-before:page;position:relative}
.first::first-line{font-weight:700}.sheet{-weasy-anchor:"sheet"}#four::first-letter{font-size:20pt}h2{bookmark-level:1}.up{padding:5%}
"""


def test_elements_with_identifiers_of_all_kinds_are_the_same() -> None:
    names = ("one", "two", 'a"b', "a\\b", "", "ünï kö", "four", "x.y")
    ways = (
        "",
        "class=in",
        "class='first up'",
        "class=sheet",
        "lang=de",
        "style='color:blue'",
        "style='color:blue;margin:1mm'",
    )
    named = [f"id='{name and f'{name}-{place}'}{{}}' {way}" for place, way in enumerate(ways) for name in names]
    rows = "".join(f"<tr><th {one.format('')}>H <b>b</b><td><i>i</i> {number}" for number, one in enumerate(named))
    links = "".join(f"<li {way}><a href='#{name}-{place}p'>to</a>" for name in names for place, way in enumerate(ways))
    prose = "".join(f"<p {one.format('p')}>One <b>b</b><h2 {one.format('h')}>Two</h2>" for one in named[::3])
    also = "<a id=is name=also>both</a><a name=alone>one</a><span id=rel><u>u</u></span>"
    page = (
        f"<!DOCTYPE html><html lang=en id=root><title>All</title><style>{NAMED}</style><body id=body><ul>{links}</ul>"
    )
    page += f"<table>{rows}</table>{also}{prose}"
    with faster.as_shipped():
        shipped = written(page)
    assert written(page) == shipped


def test_a_sheet_that_was_learned_makes_the_same_file_and_is_not_read_again() -> None:
    page = f"<!DOCTYPE html><html lang=en><title>All</title><style>{LEARNED}</style><body><p class=a>One<p>Two</html>"
    other = page.replace("p{", "p{margin:1mm;")
    before, apart = written(page), written(other)
    learn(LEARNED)
    assert tinycss2.parse_stylesheet(LEARNED) is tinycss2.parse_stylesheet(LEARNED)
    assert written(page) == written(page) == before
    assert written(other) == apart != before


@pytest.mark.parametrize("name", ["certificate", "executive-summary", "action-plan"])
def test_a_pack_is_the_same(name: str) -> None:
    template = load_template(samples.TEMPLATES / name, charts=frozenset(CHARTS), shelves=[samples.TEMPLATES])
    with faster.as_shipped():
        shipped = render_pdf(samples.example_report(), template)
    assert render_pdf(samples.example_report(), template) == shipped


def test_other_versions_of_the_libraries_are_left_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faster, "KNOWN", {"weasyprint": "70.1", "pydyf": "0.13.0"})
    monkeypatch.setattr(faster, "_put", lambda *_: pytest.fail("something was replaced"))
    assert not faster.install.__wrapped__()


def test_the_boxes_of_a_written_document_are_let_go_at_once() -> None:
    faster.install()
    document = weasyprint.HTML(string="<table><tr><td>One<td style='position:absolute'>Two</table>").render()
    boxes = [weakref.ref(box) for page in document.pages for box in list(page._page_box.descendants())[1:]]
    gc.disable()
    try:
        let_go(document)
        assert [box for box in boxes if box() is not None] == []
    finally:
        gc.enable()


def written(page: str) -> bytes:
    faster.install()
    file: bytes = weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"same")
    return file

"""Templates of somebody who means harm, and the limits they are run in."""

import io
import zlib
from base64 import b64encode
from pathlib import Path
from urllib.parse import quote

from PIL import Image

import report_samples as samples
from bsc_audit.render.drawings import CHARTS
from bsc_audit.render.template import Template, load_template
from bsc_audit.render.workers.limits import MEGABYTE, Limits

TIGHT = Limits(seconds=60, cpu_seconds=1, memory=640 * MEGABYTE, output=4 * MEGABYTE)
ROOMY = Limits(seconds=60, cpu_seconds=20, memory=640 * MEGABYTE, output=4 * MEGABYTE)
MANIFEST = "base: certification\nid: own\ntitle: Own\nfront: []\nsections: []\ncharts: []\nattach: false\n"


def template_saying(folder: Path, body: str, *, whole: str = "", more: str = "") -> Template:
    """A template of one's own whose frame is what is said."""
    folder.mkdir(parents=True, exist_ok=True)
    page = whole or f"<!DOCTYPE html><html lang=en><title>Own</title><body><h1>Own</h1>{body}</body></html>"
    (folder / "report.html.j2").write_text(page, encoding="utf-8")
    (folder / "template.yaml").write_text(MANIFEST + more, encoding="utf-8")
    return load_template(folder, charts=frozenset(CHARTS), shelves=[samples.TEMPLATES])


def svg(content: str, attributes: str = "") -> str:
    """A drawing as an address."""
    whole = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 99 99" {attributes}>{content}</svg>'
    return f"data:image/svg+xml;base64,{b64encode(whole.encode()).decode()}"


def png_of(width: int, height: int) -> bytes:
    """A white picture of that size whose file is small: a line's worth of data, again and again."""
    file = io.BytesIO()
    Image.new("1", (8, 8), 1).save(file, "PNG")
    head, body = bytearray(file.getvalue()), zlib.compressobj(9)
    line = b"\0" + b"\xff" * ((width + 7) // 8)
    packed = b"".join(body.compress(line * 64) for _ in range(height // 64)) + body.flush()
    head[16:24] = width.to_bytes(4) + height.to_bytes(4)
    head[29:33] = zlib.crc32(bytes(head[12:29])).to_bytes(4)
    data = b"IDAT" + packed
    return bytes(head[:33]) + len(packed).to_bytes(4) + data + zlib.crc32(data).to_bytes(4) + b"\0\0\0\0IEND\xaeB`\x82"


def addresses(to: str) -> dict[str, str]:
    """Every way in which a page can ask for an address."""
    nested = svg(f'<image href="{to}" width="9" height="9"/>')
    return {
        "picture": f"<img alt=x src='{to}'>",
        "source set": f"<picture><source srcset='{to}'><img alt=x src='{to}'></picture>",
        "style sheet": f"<link rel=stylesheet href='{to}'>",
        "import": f"<style>@import url({to});</style>",
        "import in data": f"<link rel=stylesheet href='data:text/css,{quote(f'@import url({to});')}'>",
        "background": f"<div style='background:url({to})'>x</div>",
        "list mark": f"<ul><li style='list-style-image:url({to})'>x</ul>",
        "content": f"<style>p::before{{content:url({to})}}</style><p>x</p>",
        "border": f"<p style='border:9px solid;border-image:url({to}) 9'>x</p>",
        "font": f"<style>@font-face{{font-family:x;src:url({to})}}p{{font-family:x}}</style><p>x</p>",
        "page": f"<style>@page{{background:url({to})}}</style>",
        "margin": f"<style>@page{{@top-left{{content:url({to})}}}}</style>",
        "object": f"<object data='{to}'></object>",
        "embed": f"<embed src='{to}'>",
        "base": f"<base href='{to}'><img alt=x src=y.png>",
        "attached link": f"<link rel=attachment href='{to}'>",
        "attached anchor": f"<a rel=attachment href='{to}'>x</a>",
        "colour profile": f"<style>@color-profile --x{{src:url({to})}}p{{color:color(--x 1 1 1)}}</style><p>x</p>",
        "drawing's picture": f"<svg viewBox='0 0 9 9'><image href='{to}' width='9' height='9'/></svg>",
        "drawing's old picture": f"<svg viewBox='0 0 9 9'><image xlink:href='{to}' width='9' height='9'/></svg>",
        "drawing's style": f"<svg viewBox='0 0 9 9'><style>@import url({to});</style><rect width='9' height='9'/></svg>",
        "picture in drawing in page": f"<img alt=x src='{nested}'>",
        "drawing in drawing": "<img alt=x src='" + svg(f'<image href="{nested}" width="9" height="9"/>') + "'>",
        "mask": f"<p style='mask-image:url({to})'>x</p>",
        "use": f"<svg viewBox='0 0 9 9'><use href='{to}#x'/></svg>",
        "frame": f"<iframe src='{to}'></iframe>",
        "script": f"<script src='{to}'></script>",
        "refresh": f"<meta http-equiv=refresh content='0;url={to}'>",
        "foreign object": f"<svg viewBox='0 0 9 9'><foreignObject><img src='{to}'/></foreignObject></svg>",
        "gradient": f"<svg viewBox='0 0 9 9'><rect width='9' height='9' fill='url({to}#x)'/></svg>",
        "entity": f"<img alt=x src='data:image/svg+xml,{quote(_entity(to))}'>",
        "style sheet of xml": "<img alt=x src='data:image/svg+xml,"
        + quote(f'<?xml-stylesheet href="{to}"?><svg xmlns="http://www.w3.org/2000/svg"/>')
        + "'>",
    }


def _entity(to: str) -> str:
    return f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{to}">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>'


HARMLESS = frozenset({"mask", "use", "frame", "script", "refresh", "gradient", "style sheet of xml"})
"""Where the page maker asks for nothing."""
REFUSED = frozenset({"address-refused", "resource-refused", "template-resource"})


def _uses(levels: int, each: int) -> str:
    """A drawing of `each` to the power of `levels` dots."""
    steps = "".join(f"<g id='a{level + 1}'>" + f"<use href='#a{level}'/>" * each + "</g>" for level in range(levels))
    return f"<svg viewBox='0 0 9 9'><defs><circle id='a0' r='1'/>{steps}</defs><use href='#a{levels}'/></svg>"


def _laughs() -> str:
    entities = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    text = (
        f'<!DOCTYPE svg [<!ENTITY l0 "ha">{entities}]><svg xmlns="http://www.w3.org/2000/svg"><text>&l9;</text></svg>'
    )
    return f"<img alt=x src='data:image/svg+xml,{quote(text)}'>"


def _flex(levels: int) -> str:
    box = "<div style='display:flex;flex-direction:column'>"
    return box * levels + "x" * 9 + "</div>" * levels


SLOW, BIG, DEEP, FAILS = "render-too-slow", "render-too-big", "render-too-deep", "template-fails"

# What somebody may write, and the problem it becomes.
BOMBS = {
    "a million uses": (_uses(6, 10), SLOW),
    "a drawing in itself": ("<svg viewBox='0 0 9 9'><g id='a'><use href='#a'/></g></svg>", "template-resource"),
    "a deep drawing": ("<svg viewBox='0 0 9 9'>" + "<g>" * 2000 + "<rect/>" + "</g>" * 2000 + "</svg>", DEEP),
    "entities of entities": (_laughs(), "resource-refused"),
    "2000 boxes in each other": ("<div>" * 2000 + "x" + "</div>" * 2000, DEEP),
    "flex boxes in each other": (_flex(16), SLOW),
    "a cell over 65534 columns": ("<table><tr><td colspan=65534>x<tr><td>y</table>" * 3, SLOW),
    "columns": (f"<div style='columns:100000'>{'x ' * 20000}</div>", SLOW),
    "sums in each other": (f"<p style='width:{'calc(' * 5000}1px{')' * 5000}'>x</p>", DEEP),
    "pages of one point": ("<style>@page{size:1px 1px;margin:0}</style>" + "<p>x</p>" * 20000, SLOW),
    "10 to the 9th letters": ("{{ 'x' * 10 ** 9 }}", BIG),
    "10 to the 9th letters, padded": ("{{ '%1000000000d' % 1 }}", BIG),
    "a number without end": ("{{ 10 ** (10 ** 10) }}", SLOW),
    "loops in loops": ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", SLOW),
    "loops that write": ("{% for a in range(99999) %}{{ a ~ 'x' * 100000 }}{% endfor %}", BIG),
    "a list that doubles": (
        "{% set a = namespace(b=[1]) %}{% for i in range(99) %}{% set a.b = a.b + a.b %}{% endfor %}",
        BIG,
    ),
    "a macro in itself": ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", FAILS),
    "a template in itself": ("{% include 'report.html.j2' %}", FAILS),
    "a long range": ("{{ range(10 ** 9) }}", FAILS),
}
# What looks like one and is not.
DUDS = {
    "a cell over 65534 rows": "<table><tr><td rowspan=65534>x<td>y</table>" * 3,
    "counters in each other": "<style>i{counter-increment:a}i::before{content:counters(a,'.')}</style>" + "<i>" * 200,
    "a page of a kilometre": "<style>@page{size:1km 1km}</style>x",
    "a font of a kilometre": "<p style='font-size:1km'>x</p>",
    "a hundred thousand columns": "<div style='display:grid;grid-template-columns:repeat(100000,1px)'>x</div>",
}
ESCAPES = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''|attr('__class__') }}",
    "{{ report['__class__'] }}",
    "{{ cycler.__init__.__globals__.os.popen('id') }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ '{0.__class__.__mro__}'.format(1) }}",
    "{{ ('{0.__class__}'|string).format_map({'0': 1}) }}",
    "{{ ('%s'|format(report)).__class__ }}",
    "{{ anchor.__globals__ }}",
    "{{ (section or {}).__init__.__globals__ }}",
    "{{ report.meta.__init__ }}",
    "{{ report.findings.append(1) }}",
    "{{ report.meta.update(id='x') }}",
    "{{ report.meta.pop('id') }}",
    "{% set report.x = 1 %}",
    "{{ charts.clear() }}",
    "{{ lipsum() }}",
    "{{ [1, 2]|random }}",
    "{% import 'os' as os %}",
    "{% extends '/etc/passwd' %}",
    "{% include '/etc/passwd' %}",
    "{% include '../../../../../../etc/passwd' %}",
    "{% include ['../x', 'file:///etc/passwd'] %}",
    "{% import '../template.yaml' as x %}",
)

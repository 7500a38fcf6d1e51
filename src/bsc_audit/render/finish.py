"""What WeasyPrint leaves undone in a written PDF: PDF/UA beside PDF/A, artefacts, an empty signature field.

Touches objects of pydyf that are no public interface: WeasyPrint is pinned, and tests look at the result.
"""

from collections.abc import Iterable
from dataclasses import asdict
from functools import partial
from importlib import import_module
from typing import Any

from bsc_audit.app.report_file import PIECE, Made
from bsc_audit.render.artefacts import mark_artefacts
from bsc_audit.render.streams import end_plainly
from bsc_audit.render.structure import join_tables, number_of

VARIANT = "pdf/a-3a"
FIELD = "ReportSignature"
FIELD_TITLE = "Electronic signature of this report"
PLACE = "signature"  # id of the element the field lies on
POINTS = 0.75  # points of a CSS pixel
PRINTED = 4  # annotation flag
TABULAR = ("table", "th")  # elements whose boxes have more to say
UNSEEN = b"<034f>"  # combining grapheme joiner


def finish(document: Any, pdf: Any, *, made: Made) -> None:
    """WeasyPrint's `finisher` for a file of VARIANT.

    Args:
        document: what was laid out.
        pdf: pydyf's, about to be written.
        made: how the file is made, which it says.

    Without an element PLACE the field has no size: a signature is then not seen on the pages, and as good.
    """
    _declare_accessible(pdf)
    _associate_once(pdf)
    _say_how_made(pdf, made)
    _map_every_glyph(pdf)
    boxes = [box for page in document.pages for box in page._page_box.descendants() if box.element_tag in TABULAR]
    _scope_headers(boxes)
    join_tables(boxes, pdf)
    mark_artefacts(pdf)
    last = len(document.pages) - 1
    number = next((number for number, page in enumerate(document.pages) if PLACE in page.anchors), last)
    _add_field(pdf, number, document.pages[number])
    end_plainly(pdf)
    pdf.write = partial(import_module("bsc_audit.render.write").write, pdf)


def _map_every_glyph(pdf: Any) -> None:
    """WeasyPrint gives the text of several glyphs to the first of them, and the others none, which PDF/UA forbids.

    Those of a vowel sign or a part of a letter are given a sign that is no letter and is never seen.
    """
    for font in (one for one in pdf.objects if isinstance(one, dict) and "ToUnicode" in one):
        table = _object(pdf, font["ToUnicode"])
        lines = [part if isinstance(part, bytes) else part.encode() for part in table.stream]
        table.stream = [line.replace(b"<>", UNSEEN) for line in lines]


def _declare_accessible(pdf: Any) -> None:
    """WeasyPrint declares one standard of a file; the metadata can say both, and are read uncompressed by more."""
    metadata = _object(pdf, pdf.catalog["Metadata"])
    metadata.compress = False
    text = b"".join(part if isinstance(part, bytes) else part.encode() for part in metadata.stream)
    metadata.stream = [text.replace(b"</rdf:RDF>", ACCESSIBLE.encode() + b"</rdf:RDF>", 1)]


def _associate_once(pdf: Any) -> None:
    """WeasyPrint lists every associated file twice."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = _pydyf().Array(dict.fromkeys(pdf.catalog["AF"]))


def _say_how_made(pdf: Any, made: Made) -> None:
    """In the dictionary the standard keeps for the private data of the program that wrote a file.

    That dictionary is dated: a frame of one's own that gives no date leaves it out.
    """
    if "ModDate" not in pdf.info:
        return
    pydyf = _pydyf()
    said = {key.title(): pydyf.String(value) for key, value in asdict(made).items()}
    entry = {"LastModified": pdf.info["ModDate"], "Private": pydyf.Dictionary(said)}
    pdf.catalog["PieceInfo"] = pydyf.Dictionary({PIECE: pydyf.Dictionary(entry)})


def _scope_headers(boxes: Iterable[Any]) -> None:
    """Say of every table head whether it heads a row or a column."""
    for box in boxes:
        mark = getattr(box, "mark", None)
        if mark is not None and box.element is not None and box.element_tag == "th" and "A" in mark:
            mark["A"]["Scope"] = "/Row" if box.element.get("scope") == "row" else "/Column"


def _add_field(pdf: Any, number: int, page: Any) -> None:
    pydyf = _pydyf()
    page_reference = pdf.page_references[number]
    rectangle = _rectangle(page)
    form = {"Type": "/XObject", "Subtype": "/Form", "BBox": _box(rectangle), "Resources": pydyf.Dictionary({})}
    nothing = pydyf.Stream([b""], form)
    pdf.add_object(nothing)
    widget = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(FIELD),
            "TU": pydyf.String(FIELD_TITLE),
            "Rect": pydyf.Array(rectangle),
            "F": PRINTED,
            "P": page_reference,
            "AP": pydyf.Dictionary({"N": nothing.reference}),
        }
    )
    pdf.add_object(widget)
    annotations = _object(pdf, page_reference).setdefault("Annots", pydyf.Array())
    annotations.append(widget.reference)
    pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array([widget.reference]), "SigFlags": 1})
    _tag(pdf, widget, page_reference)


def _tag(pdf: Any, widget: Any, page_reference: Any) -> None:
    """The field as a form element at the end of the structure tree, for readers who hear the page."""
    pydyf = _pydyf()
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    parents, whole = _object(pdf, root["ParentTree"])["Nums"], _object(pdf, root["K"][0])
    key = parents[-2] + 1
    widget["StructParent"] = key
    link = pydyf.Dictionary({"Type": "/OBJR", "Obj": widget.reference, "Pg": page_reference})
    pdf.add_object(link)
    element = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/Form",
            "K": pydyf.Array([link.reference]),
            "Pg": page_reference,
            "P": root["K"][0],
            "Alt": pydyf.String(FIELD_TITLE),
        }
    )
    pdf.add_object(element)
    whole["K"].append(element.reference)
    parents.extend([key, element.reference])


def _rectangle(page: Any) -> list[float]:
    """The element's place in points from the lower left corner; nowhere when the page has none."""
    if PLACE not in page.anchors:
        return [0, 0, 0, 0]
    left, top, right, bottom = page.anchors[PLACE]
    corners = (left, page.height - bottom, right, page.height - top)
    return [round(one * POINTS, 2) for one in corners]


def _box(rectangle: list[float]) -> Any:
    left, low, right, high = rectangle
    return _pydyf().Array((0, 0, round(right - left, 2), round(high - low, 2)))


def _object(pdf: Any, reference: Any) -> Any:
    return pdf.objects[number_of(reference)]


def _pydyf() -> Any:
    """Imported here because it comes with WeasyPrint, which need not be installed."""
    import pydyf  # type: ignore[import-untyped]

    return pydyf


ACCESSIBLE = (
    '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>'
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    "<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of PDF/UA the file conforms to</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property>"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)  # a property PDF/A does not know must be described in the file that uses it

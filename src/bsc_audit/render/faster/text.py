"""Lines of text: what a style asks of Pango is prepared once, and the glyphs of a line are kept until it is drawn.

WeasyPrint makes a Pango context, a font description and a list of attributes for every line it tries, and shapes
each line once more to draw it.
"""

from dataclasses import dataclass
from typing import Any

from weasyprint.css import ComputedStyle  # type: ignore[import-untyped]
from weasyprint.text import constants, line_break  # type: ignore[import-untyped]
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango  # type: ignore[import-untyped]
from weasyprint.text.fonts import font_features, get_font_description  # type: ignore[import-untyped]

Layout = line_break.Layout
_setup, _set_text = Layout.setup, Layout.set_text
_deactivate, _reactivate = Layout.deactivate, Layout.reactivate
_line_size, _strut = line_break.line_size, line_break.strut

ffi.cdef("gpointer g_object_ref (gpointer object);")
VARIANTS = ("ligatures", "position", "caps", "numeric", "alternates", "east_asian")
HEARD = (
    *("font_family", "font_size", "font_style", "font_weight", "font_stretch", "font_kerning", "font_feature_settings"),
    *("font_variation_settings", "font_language_override", "lang", "direction", "overflow_wrap"),
    *("letter_spacing", "word_spacing", "text_decoration_line"),
    *(f"font_variant_{kind}" for kind in VARIANTS),
)  # properties that Pango is told of
HEARD_SET = frozenset(HEARD)
SPACED = "spaced"  # a style whose letters or words are spaced: left to WeasyPrint
LINES = ("ascent", "underline_position", "strikethrough_position", "underline_thickness", "strikethrough_thickness")
_EXTENTS = ffi.new("PangoRectangle *")


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """Everything Pango is told about a style; it lasts as long as the style."""

    context: Any
    language: Any
    description: Any
    attributes: Any  # None: there are none
    lines: dict[str, Any]  # where lines under, over and through the text go


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one font, as Pango gave them."""

    font: Any  # kept alive by `font`, a pointer that owns a reference
    offset: int  # bytes of the line's text before it
    length: int
    level: int  # odd: from right to left
    glyphs: bytes  # PangoGlyphInfo, one after another
    clusters: bytes  # int, for every glyph the byte it begins at


def setup(self: Any, style: Any) -> None:
    """A new Pango layout of a style."""
    voice = voice_of(style)
    if voice is SPACED:
        _setup(self, style)
        return
    self.style, self.language, self.first_line_direction = style, voice.language, 0
    self.layout = layout = ffi.gc(pango.pango_layout_new(voice.context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout, False)
    pango.pango_layout_set_font_description(layout, voice.description)
    if voice.attributes is not None:
        pango.pango_layout_set_attributes(layout, voice.attributes)
    self.__dict__.update(voice.lines)


def set_text(self: Any, text: str, justify: bool = False) -> None:
    """Give the layout a text, of which only the first line and one more character count."""
    if voice_of(self.style) is SPACED:
        _set_text(self, text, justify)
        return
    if justify and self.justification_spacing:
        _setup(self, self.style)  # attributes of its own
        _set_text(self, text, justify)
        return
    end = text.find("\n")
    self.text = text = text if end == -1 else text[: end + 2]
    written = text.encode().replace(b"\x00", b"")
    pango.pango_layout_set_text(self.layout, written, len(written))
    if b"\t" in written:
        self.set_tabs()


def deactivate(self: Any) -> None:
    """Let the Pango layout go, but keep the glyphs of a single line."""
    if "layout" not in self.__dict__:
        return
    if getattr(self, "runs", None) is None:
        self.runs = _runs(self)
    _deactivate(self)


def reactivate(self: Any, style: Any) -> None:
    """Make ready for drawing: nothing to do where the glyphs are known."""
    if self.runs is None or self.justification_spacing:
        self.runs = None
        _reactivate(self, style)


def line_size(line: Any, style: Any) -> tuple[float, float]:
    """Width and height of a line, pixels."""
    pango.pango_layout_line_get_extents(line, ffi.NULL, _EXTENTS)
    width = _EXTENTS.width * FROM_UNITS
    if style["letter_spacing"] != "normal":
        width += style["letter_spacing"]
    return width, _EXTENTS.height * FROM_UNITS


def strut(style: Any) -> tuple[float, float]:
    """Height and baseline of an empty line of a style, pixels."""
    try:
        return style.known_strut  # type: ignore[no-any-return]
    except AttributeError:
        struts = style.font_config.__dict__.setdefault("struts", {})
        voice, size, height = voice_of(style), style["font_size"], style["line_height"]
        if voice is SPACED or not isinstance(height, float):
            found = _strut(style)
        elif (found := struts.get((voice, size, height))) is None:
            found = struts[voice, size, height] = _strut(style)
        style.known_strut = found
        return found  # type: ignore[no-any-return]


def voice_of(style: Any) -> Any:
    """What Pango is told about a style: mostly what it is told about the parent's."""
    try:
        return style.voice
    except AttributeError:
        style.voice = voice = _inherited(style) or _known(style)
        return voice


def _inherited(style: Any) -> Any:
    """The parent's, where nothing of the style itself can make it another."""
    parent = getattr(style, "parent_style", None)
    own = style.cascaded if isinstance(style, ComputedStyle) else style
    return voice_of(parent) if parent is not None and own.keys().isdisjoint(HEARD_SET) else None


def _known(style: Any) -> Any:
    """That of an equal style of the document."""
    voices = style.font_config.__dict__.setdefault("voices", {})
    key = str([style[name] for name in HEARD])
    if key not in voices:
        voices[key] = _voice(style)
    return voices[key]


def _voice(style: Any) -> Any:
    if style["word_spacing"] or style["letter_spacing"] not in ("normal", 0):
        return SPACED
    layout = Layout.__new__(Layout)
    _setup(layout, style)
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, constants.PANGO_DIRECTION[style["direction"]])
    if style["font_language_override"] != "normal" or style["lang"]:
        pango.pango_context_set_language(context, layout.language)
    return Voice(
        context=context,
        language=layout.language,
        description=get_font_description(style),
        attributes=_attributes(style),
        lines={name: getattr(layout, name) for name in LINES if hasattr(layout, name)},
    )


def _attributes(style: Any) -> Any:
    wanted = [f"{key} {value}" for key, value in _features(style).items()]
    breaks_words = style["overflow_wrap"] in ("anywhere", "break-word")
    if not wanted and not breaks_words:
        return None
    attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    if wanted:
        pango.pango_attr_list_insert(attributes, pango.pango_attr_font_features_new(",".join(wanted).encode()))
    if breaks_words:
        pango.pango_attr_list_change(attributes, pango.pango_attr_insert_hyphens_new(False))
    return attributes


def _features(style: Any) -> dict[str, Any]:
    asked = ("kerning", *(f"variant_{kind}" for kind in VARIANTS), "feature_settings")
    found: dict[str, Any] = font_features(*(style[f"font_{name}"] for name in asked))
    return found


def _runs(layout: Any) -> tuple[Run, ...] | None:
    """The glyphs of the layout's only line; None where there are more lines, or none."""
    first = pango.pango_layout_get_line_readonly(layout.layout, 0)
    if first == ffi.NULL or pango.pango_layout_get_line_readonly(layout.layout, 1) != ffi.NULL:
        return None
    if first.runs == ffi.NULL:
        return ()
    fonts, found, node = fonts_of(layout.style.font_config), [], first.runs[0]
    while node != ffi.NULL:
        found.append(run_of(node.data, fonts))
        node = node.next
    return tuple(found)


def run_of(piece: Any, fonts: dict[int, Any]) -> Run:
    """A piece of a line of Pango's, held by us."""
    item, glyphs = piece.item, piece.glyphs
    number, font = glyphs.num_glyphs, item.analysis.font
    address = int(ffi.cast("uintptr_t", font))
    if address not in fonts:
        fonts[address] = ffi.gc(ffi.cast("PangoFont *", gobject.g_object_ref(font)), gobject.g_object_unref)
    return Run(
        font=fonts[address],
        offset=item.offset,
        length=item.length,
        level=item.analysis.level & 0xFF,  # WeasyPrint reads its neighbours with it
        glyphs=bytes(ffi.buffer(glyphs.glyphs, number * ffi.sizeof("PangoGlyphInfo"))),
        clusters=bytes(ffi.buffer(glyphs.log_clusters, number * ffi.sizeof("gint"))),
    )


def fonts_of(font_config: Any) -> dict[int, Any]:
    """Fonts met so far by address; held, so that no address is given out again."""
    try:
        return font_config.held_fonts  # type: ignore[no-any-return]
    except AttributeError:
        font_config.held_fonts = {}
        return font_config.held_fonts  # type: ignore[no-any-return]


REPLACEMENTS = (
    (Layout, "setup", _setup, setup),
    (Layout, "set_text", _set_text, set_text),
    (Layout, "deactivate", _deactivate, deactivate),
    (Layout, "reactivate", _reactivate, reactivate),
    (line_break, "line_size", _line_size, line_size),
    (line_break, "strut", _strut, strut),
)

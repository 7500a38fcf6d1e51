"""The cascade: what rules say together is settled once for all elements that the same rules mean.

WeasyPrint weighs every declaration of every rule anew for every element, and gives each element with an identifier a
style of its own, and with it everything inside. Here such an element has its like's style, all but the name it is found
by. Which of several declarations wins is as CSS Cascading and Inheritance, 6, has it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint import css  # type: ignore[import-untyped]

from bsc_audit.render.faster.selectors import is_told_apart, place_of

_init, _call = css.StyleFor.__init__, css.StyleFor.__call__

Weighed = dict[str, tuple[Any, Any]]  # what properties are given, and the weight of that
Place = tuple[Any, str | None]  # an element, and which pseudo-element of it

ANCHOR = "anchor"  # the property that holds an identifier
PLAIN = re.compile(r'[^"\\\n\r\f\0]+')  # an identifier that means what it says
SVG = "{http://www.w3.org/2000/svg}"
DRAWING = SVG + "svg"
DEPTH = 5  # of a drawing as most are; what becomes of a deeper one, WeasyPrint finds out
SPEAKING = {"id", "lang", "style", "name", "width", "height"}  # attributes that say something of a style
ANCHORED = (css.declaration_precedence("author", False), inf, (0, 0, 0))  # what an identifier weighs


class Like(css.ComputedStyle):  # type: ignore[misc]
    """The style of an element that is another's in all but its identifier; what is found out of one holds for both."""

    def __init__(self, like: Any, anchor: str) -> None:
        """A style.

        Args:
            like: the other style, of no identifier.
            anchor: the identifier.
        """
        self.__dict__.update(like.__dict__, like=like)
        self[ANCHOR] = anchor

    @property
    def anonymous_style(self) -> Any:
        """The style of boxes in it that nobody gave one."""
        return self.like.anonymous_style

    def copy(self) -> Any:
        """A style that goes its own way."""
        own = self.like.copy()
        own.update(self)
        return own

    def __missing__(self, key: str) -> Any:
        value = self[key] = self.like[key]
        return value

    def __getattr__(self, name: str) -> Any:
        like = self.__dict__.get("like")
        if like is None:
            raise AttributeError(name)
        return getattr(like, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.like, name, value)


def original(style: Any) -> Any:
    """The style that this one is like, or itself: what one of them inherits, all of them do."""
    return getattr(style, "like", style)


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What an element says of its own style.

    Attributes:
        key: equal where this is, but for the anchor.
        weighed: what its attributes declare.
        anchor: its identifier; "" where it has none, or one that has to be read.
    """

    key: Any
    weighed: Weighed
    anchor: str


NOTHING = Own(key=None, weighed={}, anchor="")


class Cascade:
    """Styles of the elements of a page, as they are found."""

    def __init__(self, styles: Any, html: Any, sheets: Sequence[Any], targets: Any) -> None:
        self.styles, self.html, self.sheets, self.targets = styles, html, sheets, targets
        self.owns: dict[Any, Own] = {}
        self.named = frozenset(name for sheet, *_ in sheets for name in sheet.matcher.id_selectors)
        self.places: dict[int, int | None] = {}  # by the place; None where rules tell elements of one place apart
        self.numbers: dict[Any, int] = {}  # of what is said together, by the rules that say it
        self.held: list[Any] = []  # rules that are known by their addresses
        self.said: list[dict[str | None, Weighed]] = []  # by number: of an element and its pseudo-elements
        self.known: dict[Any, Any] = {}

    def settle(self) -> None:
        """Give every element and pseudo-element its style."""
        told: dict[Place, Weighed] = self.styles._cascaded_styles
        for element in self._elements():
            number, tree = self._number(element), element.etree_element
            told.update(((tree, pseudo), weighed) for pseudo, weighed in self.said[number].items() if pseudo)
            self._style(tree, element.parent and element.parent.etree_element, number)
        for tree, pseudo in [*told]:
            if pseudo:
                self._set(tree, tree, pseudo)
        told.clear()

    def _elements(self) -> Iterator[Any]:
        """All elements in order but those of drawings, which are drawn by their own rules and make no boxes."""
        ahead = [self.html.wrapper_element]
        while ahead:
            element = ahead.pop()
            yield element
            tree = element.etree_element
            if tree.tag == DRAWING and _is_drawn(tree, DEPTH):
                self.styles._computed_styles.update(((one, None), UNSEEN) for one in tree)
            else:
                ahead.extend([*element.iter_children()][::-1])

    def _number(self, element: Any) -> int:
        """The number of what all rules together say of an element."""
        place = place_of(element)
        if element.etree_element.get("id") in self.named:
            return self._asked(element)
        if place not in self.places:
            number = self._asked(element)
            apart = any(is_told_apart(sheet.matcher, element) for sheet, *_ in self.sheets)
            self.places[place] = None if apart else number
            return number
        known = self.places[place]
        return self._asked(element) if known is None else known

    def _asked(self, element: Any) -> int:
        found = [sheet.matcher.match(element) for sheet, *_ in self.sheets]
        address = tuple(map(id, found))
        if address not in self.numbers:
            rules = tuple((one[0], one[2], id(one[3][0]), one[3][1]) for rules in found for one in (*rules, _END))
            number = self.numbers.setdefault(rules, len(self.said))
            if number == len(self.said):
                self.said.append(self._weighed(found))
            self.held.append(found)
            self.numbers[address] = number
        return self.numbers[address]

    def _weighed(self, found: Sequence[Any]) -> dict[str | None, Weighed]:
        """What wins of what rules say of an element and its pseudo-elements."""
        won: dict[str | None, Weighed] = {None: {}}
        for (sheet, origin, fixed), rules in zip(self.sheets, found, strict=True):
            for specificity, _, pseudo, (declarations, layer) in rules:
                order = inf if layer is None else sheet.layers.index(layer)
                for name, value, importance in declarations:
                    weight = (css.declaration_precedence(origin, importance), order, fixed or specificity)
                    _weigh(won.setdefault(pseudo, {}), name, value, weight)
        return won

    def _style(self, tree: Any, above: Any, number: int) -> None:
        own, said = self._own(tree), self.said[number][None]
        styles = self.styles._computed_styles
        parent = styles[above, None] if above is not None else None
        key = (id(original(parent)), number, own.key)
        if key not in self.known:
            won = dict(own.weighed)
            for name, (value, weight) in said.items():
                _weigh(won, name, value, weight)
            self.styles._cascaded_styles[tree, None] = won
            self._set(tree, above, None)
            self.known[key] = styles[tree, None]
        styles[tree, None] = self.known[key]
        if own.anchor and not (ANCHOR in said and said[ANCHOR][1] >= ANCHORED):
            styles[tree, None] = Like(self.known[key], own.anchor)
            self.targets.collect_anchor(own.anchor)

    def _set(self, tree: Any, above: Any, pseudo: str | None) -> None:
        self.styles.set_computed_styles(
            tree,
            root=self.html.etree_element,
            parent=above,
            pseudo_type=pseudo,
            base_url=self.html.base_url,
            target_collector=self.targets,
        )

    def _own(self, tree: Any) -> Own:
        """What an element says itself; equal attributes are read once."""
        said = {name: tree.attrib[name] for name in tree.attrib if name in SPEAKING}
        if not said:
            return NOTHING
        anchor = said.pop("id") if "name" not in said and PLAIN.fullmatch(said.get("id", "")) else ""
        key = (tree.tag, *said.items()) if said else None
        if key not in self.owns:
            self.owns[key] = Own(key=key, weighed=self._declared(Element(tree.tag, said)), anchor="")
        return Own(key=key, weighed=self.owns[key].weighed, anchor=anchor) if anchor else self.owns[key]

    def _declared(self, tree: Any) -> Weighed:
        won: Weighed = {}
        for specificity, _, declarations, base in css.find_style_attributes(tree, False, self.html.base_url):
            for name, value, importance in css.preprocess_declarations(base, declarations):
                _weigh(won, name, value, (css.declaration_precedence("author", importance), inf, specificity))
        return won


def _is_drawn(tree: Any, depth: int) -> bool:
    """Whether all below is drawn, and nothing of it may be linked to."""
    return depth > 0 and all(
        isinstance(one.tag, str) and one.tag.startswith(SVG) and "id" not in one.attrib and _is_drawn(one, depth - 1)
        for one in tree
    )


UNSEEN = css.Style(display=("none",))  # of what is in a drawing
UNSEEN.settled = True
_END = ((), None, None, (None, None))  # in the list of all rules, between those of two sheets


def _weigh(won: Weighed, name: str, value: Any, weight: Any) -> None:
    """Let a value win unless another weighs more."""
    if name not in won or won[name][1] <= weight:
        won[name] = value, weight


def settle(
    self: Any, html: Any, sheets: Sequence[Any], presentational_hints: bool, font_config: Any, target_collector: Any
) -> None:
    """Give every element of a page its style."""
    if presentational_hints:
        _init(self, html, sheets, presentational_hints, font_config, target_collector)
        return
    self._cascaded_styles, self._computed_styles, self._sheets = {}, {}, sheets
    self.initial_page_sizes = {"box": None, "area": None}
    self.font_config = font_config
    Cascade(self, html, sheets, target_collector).settle()


def style_of(self: Any, element: Any, pseudo_type: str | None = None) -> Any:
    """The style of an element; what tables leave out is left out of each style once."""
    style = self._computed_styles.get((element, pseudo_type))
    if style and "settled" not in style.__dict__:
        style.__dict__["settled"] = True
        _call(self, element, pseudo_type)
    return style


REPLACEMENTS = (
    (css.StyleFor, "__init__", _init, settle),
    (css.StyleFor, "__call__", _call, style_of),
)

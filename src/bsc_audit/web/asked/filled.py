"""The fields of one answer as they stand in a form: texts, whatever they mean; and the content they amount to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from bsc_audit.app.service.model.stored import Json
from bsc_audit.web.asked.kinds import Shape, text_of, value_of
from bsc_audit.web.forms import Form

BRIEF = frozenset({"value", "not_applicable", "comment"})  # what a section shows of every item
MORE = frozenset({"evidence", "grade", "method", "who", "when"})  # what is shown where one asks for more
_BETWEEN = re.compile(r"[\s,;]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What stands in the fields of one answer."""

    value: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)  # by question or facet
    excused: bool = False  # not applicable was ticked
    reason: str = ""
    comment: str = ""
    evidence: tuple[str, ...] = ()
    grade: str = ""
    method: str = ""
    who: str = ""
    when: str = ""

    @classmethod
    def of(cls, content: Json) -> Self:
        """What a stored content looks like in fields."""
        value = content.get("value")
        several = isinstance(value, Mapping)
        return cls(
            value="" if several else text_of(value),
            parts={name: text_of(one) for name, one in value.items()} if isinstance(value, Mapping) else {},
            excused="not_applicable" in content,
            evidence=tuple(content.get("evidence") or ()),
            reason=content.get("not_applicable") or "",
            **{name: str(content.get(name) or "") for name in ("comment", "grade", "method", "who", "when")},
        )

    @classmethod
    def typed(cls, form: Form, key: str, parts: tuple[str, ...]) -> Self:
        """What was sent: `KEY` is the value, `KEY:PART` one of several, `KEY/NAME` all else."""
        cited = [*form.texts(f"{key}/evidence"), *_BETWEEN.split(form.text(f"{key}/cite"))]
        return cls(
            value=form.text(key),
            parts={name: form.text(f"{key}:{name}") for name in parts},
            excused=form.ticked(f"{key}/na"),
            evidence=tuple(dict.fromkeys(name for name in cited if name)),
            **{name: form.text(f"{key}/{name}") for name in ("reason", "comment", "grade", "method", "who", "when")},
        )

    def content(self, shape: Shape | None, before: Json, *, more: bool) -> dict[str, Any]:
        """The answer these fields amount to; {} where they are all blank.

        Args:
            shape: of the value; None where only "not applicable" can be said.
            before: what was stored; fields that were not shown are kept from it.
            more: whether the fields of `MORE` were shown.
        """
        shown = BRIEF | MORE if more else BRIEF
        kept = {name: one for name, one in before.items() if name not in shown}
        value = None if shape is None or self.excused else value_of(shape, self.value, self.parts)
        said: dict[str, Any] = {"value": value, "comment": self.comment or None}
        said |= {"not_applicable": self.reason} if self.excused else {}
        said |= {name: getattr(self, name) for name in ("grade", "method", "who", "when")} if more else {}
        said |= {"evidence": list(self.evidence)} if more else {}
        found = {name: one for name, one in said.items() if one or one == 0 or name == "not_applicable"}
        return {**kept, **found} if found else {}

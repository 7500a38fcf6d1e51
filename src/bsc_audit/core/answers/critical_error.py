"""A critical error: ticked when it happened; it earns nothing and can take the whole score away."""

from types import MappingProxyType

from bsc_audit.core.answers.answer_type import AnswerType, not_scored
from bsc_audit.core.answers.yes_no import read_yes_no

CRITICAL_ERROR = AnswerType(
    name="critical_error",
    title="Critical error",
    explains="Yes when the error happened, else no or left blank; its `effect` caps the score (cap) or replaces it (fatal).",
    read=read_yes_no,
    credit=not_scored,
    scored=False,
    fields=MappingProxyType(
        {
            "class": {"enum": ["compliance", "customer", "business", "conduct"]},
            "effect": {"enum": ["cap", "fatal"]},
        }
    ),
    required=("class", "effect"),
)

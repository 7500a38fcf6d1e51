"""Yes or no: yes earns everything, no nothing."""

from fractions import Fraction
from typing import Any

from bsc_audit.core.answers.answer_type import AnswerType, Declared, Refused, Value

WORDS = ("yes", "no")
_EARNS = {"yes": Fraction(1), "no": Fraction(0)}  # made once, because forms hold many of them


def read_yes_no(item: Declared, raw: Any) -> Value | Refused:  # noqa: ARG001 - the signature of read
    """One of the two words; `true` and `false` are refused, so that a form reads the same everywhere."""
    if isinstance(raw, str) and raw in WORDS:
        return raw
    return Refused(f"is {raw!r}, expected yes or no")


def _credit(item: Declared, value: Value) -> Fraction:  # noqa: ARG001 - the signature of credit
    return _EARNS["yes" if value == "yes" else "no"]


YES_NO = AnswerType(
    name="yes_no",
    title="Yes or no",
    explains="Something was so or was not; yes earns the weight, no earns nothing.",
    read=read_yes_no,
    credit=_credit,
    scored=True,
)

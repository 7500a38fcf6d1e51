"""A whole number from 0 to 10, as of a recommendation question; it feeds a metric and earns nothing itself."""

from typing import Any

from bsc_audit.core.answers.answer_type import AnswerType, Declared, Refused, Value, not_scored
from bsc_audit.core.answers.steps import read_step


def _read(item: Declared, raw: Any) -> Value | Refused:  # noqa: ARG001 - the signature of read
    return read_step(raw, 0, 10)


SCALE_0_10 = AnswerType(
    name="scale_0_10",
    title="0 to 10",
    explains="A whole number from 0 to 10, as of a recommendation question; it feeds a metric, it is not scored.",
    read=_read,
    credit=not_scored,
    scored=False,
)

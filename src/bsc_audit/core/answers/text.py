"""Free text: what somebody said; reported and not scored."""

from typing import Any

from bsc_audit.core.answers.answer_type import AnswerType, Declared, Refused, Value, not_scored


def _read(item: Declared, raw: Any) -> Value | Refused:  # noqa: ARG001 - the signature of read
    return raw if isinstance(raw, str) else Refused(f"is {raw!r}, expected words; put it in quotes")


TEXT = AnswerType(
    name="text",
    title="Free text",
    explains="What somebody said, in words; reported, not scored.",
    read=_read,
    credit=not_scored,
    scored=False,
)

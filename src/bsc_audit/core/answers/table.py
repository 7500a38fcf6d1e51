"""Every answer type by the name it has in questionnaires."""

from collections.abc import Mapping
from types import MappingProxyType

from bsc_audit.core.answers.answer_type import AnswerType
from bsc_audit.core.answers.choice import CHOICE
from bsc_audit.core.answers.critical_error import CRITICAL_ERROR
from bsc_audit.core.answers.importance_satisfaction import IMPORTANCE_SATISFACTION
from bsc_audit.core.answers.number import NUMBER
from bsc_audit.core.answers.rating import RATING
from bsc_audit.core.answers.scale import SCALE
from bsc_audit.core.answers.scale_0_10 import SCALE_0_10
from bsc_audit.core.answers.text import TEXT
from bsc_audit.core.answers.yes_no import YES_NO

__all__ = ["ANSWER_TYPES", "AnswerType"]

ANSWER_TYPES: Mapping[str, AnswerType] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            YES_NO,
            SCALE,
            RATING,
            NUMBER,
            CHOICE,
            TEXT,
            SCALE_0_10,
            IMPORTANCE_SATISFACTION,
            CRITICAL_ERROR,
        )
    }
)

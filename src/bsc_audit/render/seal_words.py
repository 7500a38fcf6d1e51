"""What a signature says of itself, by what is signed."""

from collections.abc import Mapping
from types import MappingProxyType

from bsc_audit.core.language import Language
from bsc_audit.core.said import say
from bsc_audit.render.sign import Seal


def seal_of(kind: str, spoken: Language, day: str) -> Seal:
    """The words of a signature.

    Args:
        kind: self_assessment, assessed or certification.
        spoken: language of the words that are seen.
        day: of signing, ISO.
    """
    reason = REASONS.get(kind, OTHER)
    lines = (say("Electronic signature over the whole file"), reason, say("Signed {day}", day=day))
    return Seal(reason=spoken.text(reason), lines=tuple(spoken.text(line) for line in lines))


OTHER = say("Sealed against change")
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "self_assessment": say("Self-assessment, sealed against change"),
        "assessed": say("Assessment report, sealed against change"),
        "certification": say("Certification recommendation, sealed"),
    }
)

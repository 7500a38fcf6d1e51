"""The quality check before sign-off: where the evidence carries less than the result suggests."""

from collections.abc import Mapping
from types import MappingProxyType

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service.disclosure import sees_scores
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.quality import check_quality
from bsc_audit.core.findings.quality import Check
from bsc_audit.core.problems import EvidenceError
from bsc_audit.web.call import InView
from bsc_audit.web.forms import Failure
from bsc_audit.web.shell import shell_of

router = APIRouter(prefix="/o/{org}/a/{assessment}/check")


@router.get("")
def check_page(call: InView, org: str, assessment: str) -> Response:
    """What to look at before somebody signs, each remark with its way to the item."""

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "check")
        if not sees_scores(who, shell.assessment):
            return call.page("findings/later", {"shell": shell})
        try:
            found = check_quality(work, call.scores, shell.assessment)
        except EvidenceError as error:
            return call.page("result/unscored", {"shell": shell, "failure": Failure.of(error)}, status=409)
        groups = [(check, TITLES[check], [one for one in found if one.remark.check is check]) for check in Check]
        return call.page("check/check", {"shell": shell, "groups": groups, "count": len(found)})

    return call.read(org, "check_quality", use)


TITLES: Mapping[Check, tuple[str, str]] = MappingProxyType(
    {
        Check.CONFORMS_WITHOUT_EVIDENCE: ("Conforming without evidence", "It is said to be met, and nothing shows it."),
        Check.GRADED_TOO_LOW: ("Evidence graded too low", "Better evidence would raise the score."),
        Check.EVIDENCE_EXPIRED: ("Expired or withdrawn evidence", "Cited, and no longer shown on the day."),
        Check.NOT_APPLICABLE_SHARE: ("Much said not to apply", "More than three tenths of the weight."),
        Check.THIN_SAMPLE: ("Thin samples", "Fewer observations than the ruleset asks for."),
        Check.CONTRADICTION: ("Values that do not go together", "One of them may be wrong, or something is."),
        Check.SELF_AGAINST_VALIDATED: ("Self and validated far apart", "Talk about it before it is decided."),
        Check.STALE_METRIC: ("Stale metrics", "Measured longer ago than they should be."),
        Check.EDIT_WITHOUT_FINDING: ("Edits without a finding", "The engine does not write this finding any more."),
    }
)

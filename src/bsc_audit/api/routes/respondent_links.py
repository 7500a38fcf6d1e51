"""Links by which people without an account answer their sections of a self-assessment."""

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.api.answers import Reply, shown
from bsc_audit.api.call import InGet, InPost
from bsc_audit.api.cursors import InPage, PageOf
from bsc_audit.api.schemas.respondent_links import RespondentLinkIn, RespondentLinkMade, RespondentLinkOut
from bsc_audit.app.service import respondent_links as links
from bsc_audit.app.service.assessments import visible_assessment
from bsc_audit.app.service.model.respondent_link import RespondentLink
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal

router = APIRouter(prefix="/organisations/{org}/assessments/{assessment}/respondent-links", tags=["sections"])


@router.get("", response_model=PageOf[RespondentLinkOut])
def list_respondent_links(call: InGet, org: str, assessment: str, paging: InPage) -> Response:
    """Links of an assessment, revoked ones included; never their tokens."""

    def use(work: Work, who: Principal) -> Reply:
        found = visible_assessment(work, who, assessment)
        query = call.cursors.query(f"respondent links {org} {found.id}", paging, {"assessment_id": found.id})
        page = work.respondent_links.list(query)
        return shown(
            call.cursors.page(f"respondent links {org} {found.id}", map(RespondentLinkOut.of, page.items), page.next)
        )

    return call.read(org, use)


@router.post("", status_code=201, response_model=RespondentLinkMade)
def create_respondent_link(call: InPost, org: str, assessment: str, body: RespondentLinkIn) -> Response:
    """Make a link to some sections; its address is shown this once."""

    def use(work: Work, who: Principal) -> Reply:
        found = visible_assessment(work, who, assessment)
        ids, rulesets = call.wiring.ids, call.scores.rulesets
        made = links.create_respondent_link(work, ids, rulesets, who, found, body.new_link())
        content = RespondentLinkOut.of(made.stored).model_dump()
        opened_at = call.wiring.settings.public_url + made.path
        where = f"/v1/organisations/{org}/assessments/{found.id}/respondent-links/{made.stored.id}"
        out = RespondentLinkMade(**content, address=opened_at)
        return shown(out, status=201, version=made.stored.version, location=where, shown_once=True)

    return call.write(org, use)


@router.get("/{respondent_link}", response_model=RespondentLinkOut)
def get_respondent_link(call: InGet, org: str, assessment: str, respondent_link: str) -> Response:
    """One link, without its token."""
    return call.read(org, lambda work, who: _shown(_visible(work, who, assessment, respondent_link)))


@router.post("/{respondent_link}/revocation", response_model=RespondentLinkOut)
def revoke_respondent_link(call: InPost, org: str, assessment: str, respondent_link: str) -> Response:
    """End a link, and with it whoever came by it."""

    def use(work: Work, who: Principal) -> Reply:
        return _shown(links.revoke_respondent_link(work, who, _visible(work, who, assessment, respondent_link)))

    return call.write(org, use)


def _visible(work: Work, who: Principal, assessment: str, link: str) -> RespondentLink:
    return links.visible_link(work, who, visible_assessment(work, who, assessment), link)


def _shown(link: RespondentLink) -> Reply:
    return shown(RespondentLinkOut.of(link), version=link.version)

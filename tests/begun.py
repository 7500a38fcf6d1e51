"""Assessments begun in a site's organisations, without anything in them yet."""

from datetime import date
from typing import Any

from bsc_audit.app.service.assessments import NewAssessment, Terms, create_assessment
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.principal import Principal
from bsc_audit.core.vocabulary import AssessmentKind
from site_world import Site


def begun(site: Site, org: str, title: str, *, who: str = "key:maker", ends: str = "", **more: Any) -> Assessment:
    """A new assessment of the bundled ruleset; `ends` is the last day of its work."""
    terms: dict[str, Any] = {name: more.pop(name) for name in ("previous_id", "lead") if name in more}
    about = {"organisation": {"name": "Client"}, "scope": {"statement": "Everything"}}
    engagement = about | ({"dates": {"to": ends}} if ends else {})
    day = more.pop("as_of", date(2026, 9, 30))
    given = NewAssessment(
        terms=Terms(title=title, as_of=day, period=f"{day:%Y-%m}", language="en", engagement=engagement, **terms),
        **{"kind": AssessmentKind.ASSESSED, "ruleset_id": "service-excellence", "ruleset_version": "1.0", **more},
    )
    principal = Principal(actor=who, org_id=org, role=Role.ADMIN, second_factor=True)
    with site.work.write(org) as work:
        return create_assessment(work, site.ids, site.app.state.scores.rulesets, principal, given)

"""One organisation: its tree of units, people, keys and rulesets, and from there to its assessments."""

from collections.abc import Iterator
from datetime import date, datetime

from bsc_audit.api.schemas.access import (
    ApiKeyChange,
    ApiKeyIn,
    ApiKeyMade,
    ApiKeyOut,
    MemberInvited,
    MemberOut,
    MembershipChange,
    MoveIn,
    OrganisationChange,
    OrganisationOut,
    PersonIn,
    PlacementOut,
    RotationIn,
    TreeOut,
    UnitChange,
    UnitIn,
    UnitOut,
)
from bsc_audit.api.schemas.assessments import AssessmentIn, AssessmentOut
from bsc_audit.api.schemas.audit_log import AuditEntryOut, AuditHeadOut, AuditProofOut
from bsc_audit.api.schemas.ruleset_versions import RulesetTexts, RulesetVersionOut
from bsc_audit.api.schemas.rulesets import RulesetIn
from bsc_audit.app.service.moments import written
from bsc_audit.app.service.workflow import AssessmentState
from bsc_audit.client.assessment import AssessmentClient
from bsc_audit.client.following import ActionsClient, CertificatesClient
from bsc_audit.client.material import EvidenceClient, MetricsClient
from bsc_audit.client.reports import JobsClient, ReportsClient
from bsc_audit.client.webhooks import WebhooksClient
from bsc_audit.client.wire import Wire


class OrganisationClient:
    """What a key may do in one organisation. Changes take the value as it was last seen, and raise `Outdated`."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def get(self) -> OrganisationOut:
        """The organisation."""
        return self._wire.one("get_organisation", OrganisationOut)

    def rename(self, seen: OrganisationOut, name: str) -> OrganisationOut:
        """Give it another name."""
        change = OrganisationChange(name=name)
        return self._wire.one("update_organisation", OrganisationOut, change, replaces=seen.version)

    @property
    def metrics(self) -> MetricsClient:
        """Measurements and targets."""
        return MetricsClient(self._wire)

    @property
    def evidence(self) -> EvidenceClient:
        """The register of evidence."""
        return EvidenceClient(self._wire)

    @property
    def reports(self) -> ReportsClient:
        """Reports."""
        return ReportsClient(self._wire)

    @property
    def jobs(self) -> JobsClient:
        """Jobs."""
        return JobsClient(self._wire)

    @property
    def actions(self) -> ActionsClient:
        """Corrective actions."""
        return ActionsClient(self._wire)

    @property
    def certificates(self) -> CertificatesClient:
        """Certificates."""
        return CertificatesClient(self._wire)

    @property
    def webhooks(self) -> WebhooksClient:
        """Webhooks."""
        return WebhooksClient(self._wire)

    # -- units ------------------------------------------------------------------------------------------------------

    def units(self, *, updated_since: datetime | None = None) -> Iterator[UnitOut]:
        """Units, in the order they were last changed in."""
        return self._wire.each("list_units", UnitOut, _since(updated_since))

    def unit_tree(self, on: date | None = None) -> TreeOut:
        """Where every unit hangs on a day; None: today."""
        return self._wire.one("get_unit_tree", TreeOut, query={"on": on})

    def unit(self, unit_id: str) -> UnitOut:
        """One unit."""
        return self._wire.one("get_unit", UnitOut, unit=unit_id)

    def create_unit(self, new: UnitIn) -> UnitOut:
        """Add a unit."""
        return self._wire.one("create_unit", UnitOut, new)

    def update_unit(self, seen: UnitOut, change: UnitChange) -> UnitOut:
        """Change a unit's name or external id."""
        return self._wire.one("update_unit", UnitOut, change, replaces=seen.version, unit=seen.id)

    def move_unit(self, unit_id: str, move: MoveIn) -> PlacementOut:
        """Hang a unit elsewhere from a day on."""
        return self._wire.one("move_unit", PlacementOut, move, unit=unit_id)

    # -- people and keys --------------------------------------------------------------------------------------------

    def people(self) -> Iterator[MemberOut]:
        """Members and their roles."""
        return self._wire.each("list_people", MemberOut)

    def person(self, person_id: str) -> MemberOut:
        """One member."""
        return self._wire.one("get_person", MemberOut, person=person_id)

    def add_person(self, new: PersonIn) -> MemberInvited:
        """Invite somebody."""
        return self._wire.one("add_person", MemberInvited, new)

    def update_person(self, seen: MemberOut, change: MembershipChange) -> MemberOut:
        """Give somebody another role, or another part of the tree."""
        return self._wire.one("update_membership", MemberOut, change, replaces=seen.version, person=seen.person_id)

    def remove_person(self, seen: MemberOut) -> None:
        """End somebody's membership."""
        self._wire.send("remove_person", replaces=seen.version, names={"person": seen.person_id})

    def api_keys(self) -> Iterator[ApiKeyOut]:
        """Keys, revoked ones included; never their secrets."""
        return self._wire.each("list_api_keys", ApiKeyOut)

    def api_key(self, key_id: str) -> ApiKeyOut:
        """One key, without its secret."""
        return self._wire.one("get_api_key", ApiKeyOut, key=key_id)

    def create_api_key(self, new: ApiKeyIn) -> ApiKeyMade:
        """Make a key; it is shown this once."""
        return self._wire.one("create_api_key", ApiKeyMade, new)

    def update_api_key(self, seen: ApiKeyOut, change: ApiKeyChange) -> ApiKeyOut:
        """Change what a key is for and what it may."""
        return self._wire.one("update_api_key", ApiKeyOut, change, replaces=seen.version, key=seen.id)

    def rotate_api_key(self, key_id: str, *, overlap_hours: int = 24) -> ApiKeyMade:
        """Make another key that may the same; the old one counts for the overlap."""
        return self._wire.one("rotate_api_key", ApiKeyMade, RotationIn(overlap_hours=overlap_hours), key=key_id)

    def revoke_api_key(self, key_id: str) -> ApiKeyOut:
        """End a key at once."""
        return self._wire.one("revoke_api_key", ApiKeyOut, key=key_id)

    # -- audit log --------------------------------------------------------------------------------------------------

    def audit_log(self, *, target: str | None = None, actor: str | None = None) -> Iterator[AuditEntryOut]:
        """Who did what to what, and when."""
        return self._wire.each("list_audit_log", AuditEntryOut, {"target": target, "actor": actor})

    def audit_log_head(self) -> AuditHeadOut:
        """The end of the chain, to be kept by whoever wants to prove something later."""
        return self._wire.one("get_audit_log_head", AuditHeadOut)

    def prove_audit_log(self, head: str | None = None) -> AuditProofOut:
        """Have the whole chain recomputed; with the hash of a head kept earlier, say where it stands."""
        return self._wire.one("prove_audit_log", AuditProofOut, query={"head": head})

    # -- rulesets and assessments -----------------------------------------------------------------------------------

    def rulesets(self) -> Iterator[RulesetVersionOut]:
        """Stored versions: one's own, and those assessments are pinned to."""
        return self._wire.each("list_ruleset_versions", RulesetVersionOut)

    def ruleset(self, version_id: str) -> RulesetTexts:
        """One stored version with its texts."""
        return self._wire.one("get_ruleset_version", RulesetTexts, ruleset=version_id)

    def upload_ruleset(self, files: RulesetIn) -> RulesetVersionOut:
        """Store a ruleset of one's own; the same again changes nothing."""
        return self._wire.one("upload_ruleset", RulesetVersionOut, files)

    def retire_ruleset(self, seen: RulesetVersionOut) -> RulesetVersionOut:
        """No new assessment begins by it."""
        return self._wire.one("retire_ruleset", RulesetVersionOut, replaces=seen.version, ruleset=seen.id)

    def assessments(
        self,
        *,
        unit_id: str | None = None,
        state: AssessmentState | None = None,
        updated_since: datetime | None = None,
    ) -> Iterator[AssessmentOut]:
        """Assessments, in the order they were last changed in."""
        query = {"unit_id": unit_id, "state": state, **_since(updated_since)}
        return self._wire.each("list_assessments", AssessmentOut, query)

    def create_assessment(self, new: AssessmentIn) -> AssessmentOut:
        """Begin an assessment."""
        return self._wire.one("create_assessment", AssessmentOut, new)

    def assessment(self, assessment_id: str) -> AssessmentClient:
        """One assessment; nothing is sent yet."""
        return AssessmentClient(self._wire.about(assessment=assessment_id))


def _since(moment: datetime | None) -> dict[str, str | None]:
    return {"updated_since": None if moment is None else written(moment)}

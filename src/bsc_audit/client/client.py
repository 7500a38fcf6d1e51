"""The way in: what belongs to no organisation, and from there to the organisations of the key."""

import hashlib
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Self

import httpx

from bsc_audit import __version__
from bsc_audit.api.schemas.access import MeOut, OrganisationIn, OrganisationOut
from bsc_audit.api.schemas.decisions import DigestIn, PublicRecordOut, VerifiedOut
from bsc_audit.api.schemas.rulesets import (
    DiffIn,
    DiffOut,
    QuestionnaireIn,
    QuestionnaireName,
    QuestionnaireOut,
    QuestionnairesOut,
    RulesetChecked,
    RulesetIn,
    RulesetOut,
    RulesetsOut,
)
from bsc_audit.api.schemas.score import ScoreIn, ScoreOut
from bsc_audit.client.organisation import OrganisationClient
from bsc_audit.client.wire import MOST_WAIT, TRIES, Wire

TIMEOUT = 60.0  # seconds for one answer
_USER_AGENT: Mapping[str, str] = {"User-Agent": f"bsc-audit-client/{__version__}"}


class Client:
    """One service, seen by one API key. A context manager: it keeps connections open until it is closed.

    Every method may raise `Refused` (the service says no; nothing was stored) or `Unanswered` (no answer came).
    """

    def __init__(
        self,
        address: str,
        key: str,
        *,
        http: httpx.Client | None = None,
        tries: int = TRIES,
        most_wait: float = MOST_WAIT,
    ) -> None:
        """Prepare; nothing is sent yet.

        Args:
            address: of the service, such as https://audit.example.
            key: an API key, whole.
            http: to send by; None: a client of its own.
            tries: of a request that can be repeated without harm; each waits twice as long as the one before ...
            most_wait: ... but never longer, seconds.
        """
        self._http = http or httpx.Client(base_url=address, timeout=TIMEOUT, headers=_USER_AGENT)
        self._wire = Wire(self._http, key, names={}, tries=tries, most_wait=most_wait)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def me(self) -> MeOut:
        """What the key is, and in which organisation."""
        return self._wire.one("get_me", MeOut)

    def organisations(self) -> Iterator[OrganisationOut]:
        """The organisations the key has to do with: its own, and that one's clients for a key with `admin:*`."""
        return self._wire.each("list_organisations", OrganisationOut)

    def create_organisation(self, new: OrganisationIn) -> OrganisationOut:
        """Take on a client."""
        return self._wire.one("create_organisation", OrganisationOut, new)

    def organisation(self, org_id: str) -> OrganisationClient:
        """One organisation; nothing is sent yet."""
        return OrganisationClient(self._wire.about(org=org_id))

    def rulesets(self) -> RulesetsOut:
        """The rulesets the service ships."""
        return self._wire.one("list_rulesets", RulesetsOut)

    def ruleset(self, ruleset_id: str, version: str) -> RulesetOut:
        """One of them: its criteria, indicators and rules."""
        return self._wire.one("get_ruleset", RulesetOut, ruleset_id=ruleset_id, version=version)

    def validate_ruleset(self, files: RulesetIn) -> RulesetChecked:
        """Try a ruleset of one's own; nothing is stored. `Invalid` names every mistake with its line."""
        return self._wire.one("validate_ruleset", RulesetChecked, files)

    def diff_rulesets(self, two: DiffIn) -> DiffOut:
        """What changes from one ruleset to another; nothing is stored."""
        return self._wire.one("diff_rulesets", DiffOut, two)

    def validate_questionnaire(self, files: QuestionnaireIn) -> QuestionnaireName:
        """Try a questionnaire of one's own; nothing is stored."""
        return self._wire.one("validate_questionnaire", QuestionnaireName, files)

    def verify_number(self, number: str) -> PublicRecordOut:
        """What anybody may know of the certificate of a number."""
        return self._wire.one("verify_number", PublicRecordOut, number=number)

    def verify_file(self, content: bytes) -> VerifiedOut:
        """Whether a file is the file of a certificate, byte for byte; only its digest is sent."""
        return self._wire.one("verify_file", VerifiedOut, DigestIn(sha256=hashlib.sha256(content).hexdigest()))

    def questionnaires(self) -> QuestionnairesOut:
        """The questionnaires the service ships."""
        return self._wire.one("list_questionnaires", QuestionnairesOut)

    def questionnaire(self, questionnaire_id: str, version: str) -> QuestionnaireOut:
        """One of them, item by item."""
        return self._wire.one("get_questionnaire", QuestionnaireOut, questionnaire_id=questionnaire_id, version=version)

    def score(self, evidence: ScoreIn) -> ScoreOut:
        """Score an evidence folder; nothing is stored."""
        return self._wire.one("score_evidence", ScoreOut, evidence)

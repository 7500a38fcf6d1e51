"""Who asks, in one organisation, and whether they may."""

from dataclasses import dataclass

from bsc_audit.app.service.permissions import MFA_ROLES, PERMISSIONS, RESPONDENTS, Role, Scope, may, may_ever
from bsc_audit.app.service.refusals import Forbidden, NotFound, SecondFactorNeeded, StateForbids
from bsc_audit.app.service.workflow import AssessmentState


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The part of one assessment that a respondent's link opens; all else is as if it were not there."""

    assessment_id: str
    sections: frozenset[str]  # ids
    keys: frozenset[str]  # ids their answers may be stored under
    name: str  # of the respondent


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """A person, an API key or a respondent, as one organisation knows it."""

    actor: str  # person:<id>, key:<keyid> or respondent:<id of the link>, as audit log and participations name it
    org_id: str
    role: Role | None = None  # a person's; None for others
    scopes: frozenset[Scope] = frozenset()  # a key's
    unit_id: str | None = None  # only this unit and what hangs below it; None: all
    share: Share | None = None  # a respondent's; None for others
    second_factor: bool = False  # a person signed in with one
    request_id: str = ""  # for the audit log

    def demand(self, action: str) -> None:
        """Refuse what this principal may in no state of an assessment.

        Raises:
            Forbidden: neither role nor scopes let them.
            SecondFactorNeeded: they may, once they signed in with a second factor.
            NotFound: a respondent asks for what their link does not open.
            KeyError: there is no such action.
        """
        if self.share is not None:
            if action not in RESPONDENTS:
                raise NotFound(NOT_SHARED)
            return
        if not may_ever(action, role=self.role, scopes=self.scopes):
            raise Forbidden(self._lacks(action))
        if self.role in MFA_ROLES and not self.second_factor:
            raise SecondFactorNeeded(f"the role {self.role} signs in with a second factor")

    def demand_whole(self) -> None:
        """Refuse what concerns the whole organisation to who has a part of it only.

        Raises:
            Forbidden: this principal is one of a unit.
        """
        if self.unit_id is not None:
            raise Forbidden("this concerns the whole organisation; you were given a part of it")

    def demand_in(self, action: str, state: AssessmentState) -> None:
        """The same for an assessment in a state.

        Raises:
            StateForbids: allowed, but not in this state.
            Forbidden, SecondFactorNeeded, NotFound, KeyError: as `demand`.
        """
        self.demand(action)
        if not self.may_in(action, state):
            raise StateForbids(f"{action} is not for you while the assessment is {state}", state=state)

    def demand_shared(self, assessment_id: str, *, key: str | None = None, section: str | None = None) -> None:
        """Refuse a respondent what is outside the part of the assessment they were given; others have no such part.

        Raises:
            NotFound: another assessment, another section, or the key of an answer of one.
        """
        share = self.share
        if share is None:
            return
        named = (key is None or key in share.keys) and (section is None or section in share.sections)
        if share.assessment_id != assessment_id or not named:
            raise NotFound(NOT_SHARED)

    def may_in(self, action: str, state: AssessmentState) -> bool:
        """Whether this principal may do it while an assessment is in a state.

        Raises:
            KeyError: there is no such action.
        """
        if self.share is not None:
            return state in RESPONDENTS.get(action, ())
        return may(action, state, role=self.role, scopes=self.scopes)

    def _lacks(self, action: str) -> str:
        permission = PERMISSIONS[action]
        if self.role is not None:
            roles = ", ".join(role for role in Role if role in permission.roles)
            return f"{action} is for {roles}; you are {self.role}"
        if not permission.scopes:
            return f"{action} is a person's, not an API key's"
        return f"{action} needs the scope {' or '.join(scope for scope in Scope if scope in permission.scopes)}"


NOT_SHARED = "there is nothing here for you"

"""Who asks, in one organisation, and whether they may."""

from dataclasses import dataclass

from bsc_audit.app.service.permissions import MFA_ROLES, PERMISSIONS, Role, Scope, may, may_ever
from bsc_audit.app.service.refusals import Forbidden, SecondFactorNeeded, StateForbids
from bsc_audit.app.service.workflow import AssessmentState


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """A person or an API key, as one organisation knows it."""

    actor: str  # person:<id> or key:<keyid>, as the audit log and the participations name it
    org_id: str
    role: Role | None = None  # a person's; None for a key
    scopes: frozenset[Scope] = frozenset()  # a key's
    unit_id: str | None = None  # only this unit and what hangs below it; None: all
    second_factor: bool = False  # a person signed in with one
    request_id: str = ""  # for the audit log

    def demand(self, action: str) -> None:
        """Refuse what this principal may in no state of an assessment.

        Raises:
            Forbidden: neither role nor scopes let them.
            SecondFactorNeeded: they may, once they signed in with a second factor.
            KeyError: there is no such action.
        """
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
            Forbidden, SecondFactorNeeded, KeyError: as `demand`.
        """
        self.demand(action)
        if not may(action, state, role=self.role, scopes=self.scopes):
            raise StateForbids(f"{action} is not for you while the assessment is {state}", state=state)

    def _lacks(self, action: str) -> str:
        permission = PERMISSIONS[action]
        if self.role is not None:
            roles = ", ".join(role for role in Role if role in permission.roles)
            return f"{action} is for {roles}; you are {self.role}"
        if not permission.scopes:
            return f"{action} is a person's, not an API key's"
        return f"{action} needs the scope {' or '.join(scope for scope in Scope if scope in permission.scopes)}"

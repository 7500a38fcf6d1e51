"""The desk with the sample organisation on it: its assessment with everything in it, and people of every role."""

from collections.abc import Mapping
from typing import Any

from audited import things_of
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.principal import Principal
from harbour import harbour, load_harbour
from site_world import Site


class Desk(Site):
    """Harbour Bank, client of a consultancy."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.consultancy = self.organisation("Quayside Assessors")
        self.org = self.organisation("Harbour Bank", parent=self.consultancy)
        self.people = {role: self.person(self.org, role, email=f"{role}@example.org") for role in Role}
        lead = self.principal(Role.LEAD_AUDITOR)
        with self.work.write(self.org) as work:
            loaded = load_harbour(work, self.ids, self.app.state.scores, lead, harbour())
            self.assessment = loaded.id
            self.things = things_of(self, work, loaded)  # an action, a report, a certificate, by what they are

    def principal(self, role: Role) -> Principal:
        """Somebody of the role, signed in with two factors."""
        return Principal(actor=f"person:{self.people[role]}", org_id=self.org, role=role, second_factor=True)

    def headers(self, role: Role) -> Mapping[str, str]:
        """Headers of the browser of somebody of the role."""
        return self.session(self.people[role])

    @property
    def address_of_assessment(self) -> str:
        """Of its first page."""
        return f"/o/{self.org}/a/{self.assessment}"

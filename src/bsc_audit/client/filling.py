"""Who fills an assessment in: its sections, given to people, and links for those without an account."""

from collections.abc import Iterator

from bsc_audit.api.schemas.respondent_links import RespondentLinkIn, RespondentLinkMade, RespondentLinkOut
from bsc_audit.api.schemas.sections import HandOutIn, ReopeningIn, SectionsOut, SectionTaskOut
from bsc_audit.app.service.model.answer import Track
from bsc_audit.client.wire import Wire


class SectionsClient:
    """Sections of one assessment."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def sections(self, *, track: Track | None = None) -> SectionsOut:
        """Every section, and how far it is. No track: the one that counts."""
        return self._wire.one("list_sections", SectionsOut, query={"track": track})

    def hand_out(
        self, section: str, to: HandOutIn, *, track: Track = Track.SELF, seen: SectionTaskOut | None = None
    ) -> SectionTaskOut:
        """Give a section to somebody, or change what was last seen."""
        replaces = None if seen is None else seen.version
        return self._wire.one("put_section_task", SectionTaskOut, to, replaces=replaces, track=track, section=section)

    def complete(self, section: str, *, track: Track = Track.SELF) -> SectionTaskOut:
        """Say that it is filled in."""
        return self._wire.one("complete_section", SectionTaskOut, track=track, section=section)

    def reopen(self, section: str, *, changes: str = "", track: Track = Track.SELF) -> SectionTaskOut:
        """Open it again, with what is to be changed."""
        again = ReopeningIn(changes=changes)
        return self._wire.one("reopen_section", SectionTaskOut, again, track=track, section=section)


class RespondentLinksClient:
    """Links that open sections of one assessment to somebody without an account."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def links(self) -> Iterator[RespondentLinkOut]:
        """Links, in the order they were last changed in; never what opens them."""
        return self._wire.each("list_respondent_links", RespondentLinkOut)

    def get(self, link_id: str) -> RespondentLinkOut:
        """One link."""
        return self._wire.one("get_respondent_link", RespondentLinkOut, respondent_link=link_id)

    def create(self, new: RespondentLinkIn) -> RespondentLinkMade:
        """Make a link; its address is shown this once."""
        return self._wire.one("create_respondent_link", RespondentLinkMade, new)

    def revoke(self, link_id: str) -> RespondentLinkOut:
        """End a link at once."""
        return self._wire.one("revoke_respondent_link", RespondentLinkOut, respondent_link=link_id)

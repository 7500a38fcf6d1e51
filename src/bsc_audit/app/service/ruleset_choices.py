"""Rulesets an organisation may assess by: its own, the installation's, and those that came with the program."""

from collections.abc import Iterator
from dataclasses import dataclass

from bsc_audit.app.service.compiled import CompiledRulesets
from bsc_audit.app.service.model.ruleset import ContentStatus, RulesetVersion
from bsc_audit.app.service.pinned import PinnedRulesets, find_version
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.refusals import NotFound
from bsc_audit.core.ruleset.model import Ruleset


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One version of a ruleset, as a list shows it."""

    ruleset: Ruleset
    status: ContentStatus
    stored: RulesetVersion | None  # None: it came with the program, and nothing was assessed by it here yet

    @property
    def name(self) -> str:
        """Id and version."""
        return f"{self.ruleset.id}@{self.ruleset.version}"


class RulesetShelf:
    """What an organisation can choose from within one transaction."""

    def __init__(self, work: Work, compiled: CompiledRulesets, pinned: PinnedRulesets) -> None:
        self._work, self._compiled, self._pinned = work, compiled, pinned

    def choices(self) -> tuple[Choice, ...]:
        """Every version, by id, the newest first."""
        return tuple(sorted(self._every(), key=_order))

    def open_choices(self) -> tuple[Choice, ...]:
        """Those a new assessment may take."""
        return tuple(one for one in self.choices() if one.status is not ContentStatus.RETIRED)

    def get(self, ruleset: str, version: str) -> Choice:
        """One version.

        Raises:
            NotFound: there is none.
        """
        stored = find_version(self._work, ruleset, version)
        if stored is not None:
            return self._stored(stored)
        if (ruleset, version) not in self._compiled.library.rulesets():
            raise NotFound(f"there is no ruleset {ruleset} {version}")
        return self._shipped(ruleset, version)

    def named(self, name: str) -> Choice | None:
        """The version of a name as `Choice.name` gives it; None where there is none."""
        ruleset, _, version = name.partition("@")
        try:
            return self.get(ruleset, version)
        except NotFound:
            return None

    def _every(self) -> Iterator[Choice]:
        own = {(one.ruleset_id, one.ruleset_version): one for one in self._work.rulesets.all()}
        yield from (self._stored(one) for one in own.values())
        for ruleset, version in self._compiled.library.rulesets():
            if (ruleset, version) not in own:
                yield self._shipped(ruleset, version)

    def _stored(self, stored: RulesetVersion) -> Choice:
        return Choice(ruleset=self._pinned.get(stored), status=stored.status, stored=stored)

    def _shipped(self, ruleset: str, version: str) -> Choice:
        compiled = self._compiled.get(ruleset, version)
        status = ContentStatus.PUBLISHED if compiled.status == "published" else ContentStatus.DRAFT
        return Choice(ruleset=compiled, status=status, stored=None)


def _order(choice: Choice) -> tuple[str, list[int]]:
    numbers = [-int(part) if part.isdigit() else 0 for part in choice.ruleset.version.split(".")]
    return choice.ruleset.id, numbers

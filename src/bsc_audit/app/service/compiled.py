"""Compiled rulesets and questionnaires of the library, kept because compiling one takes longer than scoring with it."""

import threading
from collections import OrderedDict
from collections.abc import Mapping

from bsc_audit.app.ports import Library
from bsc_audit.app.rulesets import load_questionnaires, load_ruleset
from bsc_audit.core.questionnaire.model import Questionnaire
from bsc_audit.core.ruleset.model import Ruleset

MOST = 32

Key = tuple[str, str, str | None, str | None]


class CompiledRulesets:
    """Keeps published, sealed versions, which never change; drafts are compiled anew each time."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._kept: OrderedDict[Key, Ruleset] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, ruleset: str, version: str, *, language: str | None = None, profile: str | None = None) -> Ruleset:
        """One ruleset.

        Raises:
            RulesetError: as `load_ruleset`.
        """
        key = (ruleset, version, language, profile)
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None:
            return kept
        compiled = load_ruleset(self.library, ruleset, version, language=language, profile=profile)
        if compiled.status == "published":
            with self._lock:
                self._kept[key] = compiled
                while len(self._kept) > MOST:
                    self._kept.popitem(last=False)
        return compiled

    def questionnaires(self) -> Mapping[str, Questionnaire]:
        """The newest version of every questionnaire, by id.

        Raises:
            RulesetError: one of them has problems.
        """
        return load_questionnaires(self.library)

"""The rulesets and questionnaires that come with the program, read once for all worlds of a process of tests."""

from functools import cache

from bsc_audit import bootstrap

LIBRARY = bootstrap.library()
LIBRARY.ruleset = cache(LIBRARY.ruleset)
LIBRARY.questionnaires = cache(LIBRARY.questionnaires)

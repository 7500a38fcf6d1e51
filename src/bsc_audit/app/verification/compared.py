"""The attached result beside the one recomputed: scores, findings, recommendation, and everything else."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bsc_audit.app.verification.check import Check
from bsc_audit.app.verification.claims import Leaves, leaves
from bsc_audit.core.documents.canonical import canonical
from bsc_audit.core.report.model import Report

MOST_SHOWN = 3
MOST_LETTERS = 40
LASTING = frozenset({"id", "ref", "slug", "value"})  # what another engine version may word differently, but not change


def compared_checks(claimed: Mapping[str, Any], report: Report, *, same_engine: bool) -> Iterator[Check]:
    """One line for each part of the result.

    Args:
        claimed: the attached result.
        report: the same, recomputed.
        same_engine: the engine that recomputed is the one that made it, so that every word must be equal.
    """
    recomputed = json.loads(canonical(report))
    for name, (title, sections) in PARTS.items():
        mine = leaves({key: recomputed.get(key) for key in sections})
        theirs = leaves({key: claimed.get(key) for key in sections})
        yield _check(name, title, theirs, mine, same_engine)
    others = (recomputed.keys() | claimed.keys()) - {key for _, keys in PARTS.values() for key in keys}
    mine = leaves({key: recomputed.get(key) for key in others})
    theirs = leaves({key: claimed.get(key) for key in others})
    if same_engine:
        yield _check("rest", "everything else in the result", theirs, mine, same_engine)


def _check(name: str, title: str, claimed: Leaves, recomputed: Leaves, same_engine: bool) -> Check:
    differing = [path for path in sorted(claimed.keys() | recomputed.keys(), key=str) if _counts(path, same_engine)]
    differing = [path for path in differing if not _equal(path, claimed, recomputed)]
    if not differing:
        return Check(id=name, holds=True, says=f"{title}: recomputed, and equal")
    shown = "; ".join(_difference(path, claimed, recomputed) for path in differing[:MOST_SHOWN])
    more = f"; and {len(differing) - MOST_SHOWN} more" if len(differing) > MOST_SHOWN else ""
    return Check(id=name, holds=False, says=f"{title}: not what follows from the evidence: {shown}{more}")


def _counts(path: tuple[str | int, ...], same_engine: bool) -> bool:
    return same_engine or bool(path and path[-1] in LASTING)


def _equal(path: tuple[str | int, ...], claimed: Leaves, recomputed: Leaves) -> bool:
    """Equal in value and kind: 1, 1.0 and true are three things."""
    if path not in claimed or path not in recomputed:
        return False
    mine, theirs = recomputed[path], claimed[path]
    return type(mine) is type(theirs) and bool(mine == theirs)


def _difference(path: tuple[str | int, ...], claimed: Leaves, recomputed: Leaves) -> str:
    place = ".".join(str(step) for step in path)
    return f"{place} says {_shown(claimed, path)}, recomputed {_shown(recomputed, path)}"


def _shown(found: Leaves, path: tuple[str | int, ...]) -> str:
    text = repr(found[path]) if path in found else "nothing"
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]}…"


PARTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "scores": ("scores", ("scorecard", "chapters")),
    "findings": ("findings", ("findings", "hygiene", "risk_map", "diagnosis", "actions")),
    "recommendation": ("recommendation", ("statement", "cover")),
}

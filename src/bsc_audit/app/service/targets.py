"""Use cases of targets: owner, target, baseline and use of a metric, as the organisation steers itself."""

from dataclasses import replace

from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.metric_form import Formulas
from bsc_audit.app.service.model.metric import Target
from bsc_audit.app.service.model.stored import Json
from bsc_audit.app.service.ports import Ids, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound, StaleVersion, VersionNeeded, invalid
from bsc_audit.app.service.trail import note
from bsc_audit.app.service.units import demand_unit, visible_unit


def find_target(work: Work, who: Principal, metric: str, *, unit_id: str | None, variant: str) -> Target | None:
    """The target of a metric; None while there is none.

    Raises:
        NotFound: the unit is not the principal's.
    """
    if unit_id is None:
        demand_unit(work, who, None)
    else:
        visible_unit(work, who, unit_id)
    return work.targets.one(unit_id=unit_id, metric=metric, variant=variant)


def put_target(
    work: Work,
    ids: Ids,
    formulas: Formulas,
    who: Principal,
    before: Target | None,
    given: Target,
    *,
    expected: int | None,
) -> Target:
    """Store a target.

    Args:
        work: of the organisation.
        ids: for a new one.
        formulas: rulesets that know the metrics.
        who: steers.
        before: as it is stored; None while there is none.
        given: what it is to be; id and times do not matter.
        expected: version it replaces; None: there is none yet.

    Raises:
        Invalid: no ruleset knows the metric, target and baseline are the same, or its evidence is not registered.
        VersionNeeded, StaleVersion: another version is stored.
    """
    if before is not None and expected is None:
        raise VersionNeeded(f"version {before.version} is stored; say which one you change")
    if before is not None and expected != before.version:
        raise StaleVersion(f"version {before.version} is stored", version=before.version)
    if not any(given.metric in one.indicators for one in formulas.of(work)):
        raise invalid("metric", "unknown-metric", "no ruleset the organisation can use knows it", where="path")
    _demand_sense(work, given.content)
    if before is None:
        after = work.targets.add(replace(given, **fresh(ids, work.now), version=1, actor=who.actor))
    else:
        after = work.targets.replace(replace(before, content=given.content, actor=who.actor), expected=before.version)
    note(work.audit, who, "put_target", before=before, after=after)
    return after


def delete_target(work: Work, who: Principal, target: Target, *, expected: int) -> None:
    """Take a target back; its history stays.

    Raises:
        StaleVersion: somebody changed it in between.
    """
    work.targets.remove(target.id, expected=expected)
    note(work.audit, who, "delete_target", before=target)


def present(target: Target | None) -> Target:
    """The target.

    Raises:
        NotFound: there is none.
    """
    if target is None:
        raise NotFound("there is no such target")
    return target


def _demand_sense(work: Work, content: Json) -> None:
    target, baseline = content.get("target"), content.get("baseline")
    if target is not None and target == baseline:
        raise invalid("/baseline", "target-equals-baseline", "no progress can be read between equal numbers")
    cited = tuple(content.get("evidence") or ())
    known = {one.entry for one in work.evidence.all(assessment_id=None, entry=cited)} if cited else set()
    missing = [name for name in cited if name not in known]
    if missing:
        said = f"{', '.join(missing)}: not in the organisation's register"
        raise invalid("/evidence", "unknown-document", said)

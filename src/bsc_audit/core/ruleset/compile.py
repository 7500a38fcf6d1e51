"""From the files of a ruleset to a compiled Ruleset, or to every problem in them."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bsc_audit.core.catalogue import CATALOGUE, Catalogue
from bsc_audit.core.documents import Document
from bsc_audit.core.expressions import Kind, Type
from bsc_audit.core.problems import Problem, RulesetError
from bsc_audit.core.questionnaire.model import Questionnaire
from bsc_audit.core.ruleset.assemble import Bases, apply_profile, assemble
from bsc_audit.core.ruleset.decision import build_decision
from bsc_audit.core.ruleset.entries import Assembled, Broken, Entry, Problems, is_broken
from bsc_audit.core.ruleset.indicators import build_indicators, indicator_entries
from bsc_audit.core.ruleset.model import Alignment, Ruleset
from bsc_audit.core.ruleset.reach import check_reach
from bsc_audit.core.ruleset.reading import Context
from bsc_audit.core.ruleset.rules import (
    build_derived,
    build_grades,
    build_grading,
    build_hygiene,
    build_likelihood,
    build_risk,
    build_rules,
    build_severity,
)
from bsc_audit.core.ruleset.scope import RulesetScope
from bsc_audit.core.ruleset.tree import build_criteria, build_groups, check_caps
from bsc_audit.core.vocabulary import Movement


def no_bases(_id: str, _version: str) -> None:
    """For rulesets that extend nothing."""


def compile_ruleset(
    documents: Sequence[Document],
    *,
    questionnaires: Mapping[str, Questionnaire],
    bases: Bases = no_bases,
    catalogue: Catalogue = CATALOGUE,
    language: str | None = None,
    profile: str | None = None,
) -> Ruleset:
    """Compile the files of one ruleset folder.

    Args:
        documents: every file of the folder but its cases.
        questionnaires: by id; those the ruleset names become part of its digest.
        bases: finds the files of a ruleset that is extended.
        catalogue: the kinds and methods a ruleset may name.
        language: of the texts; the ruleset's own when None.
        profile: a declared subset, or None for the whole.

    Raises:
        RulesetError: with every problem.
    """
    problems = Problems()
    assembled = assemble(documents, bases, problems)
    digest = _digest(assembled, questionnaires)
    broken = _broken(problems.found)
    _check_profiles(assembled, broken, problems)
    if profile is not None and not broken:
        assembled = apply_profile(assembled, profile, problems)
    context = _context(assembled, problems, catalogue, language, broken)
    ruleset = _build(context, questionnaires, digest, profile)
    if problems.found or ruleset is None:
        raise RulesetError(dict.fromkeys(problems.found))
    return ruleset


def _check_profiles(assembled: Assembled, broken: Broken, problems: Problems) -> None:
    """Every profile names what there is, whichever is asked for."""
    for name, entry in assembled.profiles.items():
        if not is_broken(entry, broken):
            apply_profile(assembled, name, problems)


def _context(
    assembled: Assembled, problems: Problems, catalogue: Catalogue, language: str | None, broken: Broken
) -> Context:
    header = assembled.single.get("ruleset")
    own = str((header.get("language") if header else None) or "en")
    nothing = RulesetScope(values={}, indicators=frozenset(), nodes=frozenset(), local={})
    context = Context(
        assembled=assembled,
        problems=problems,
        scope=nothing,
        catalogue=catalogue,
        language=language or own,
        fallback=own,
        broken=broken,
    )
    return replace(context, scope=_scope(context))


def _broken(found: Sequence[Problem]) -> Broken:
    """Entries named by schema problems: the first two steps of a path, or one for a single section."""
    broken: set[tuple[str, tuple[str, ...]]] = set()
    for problem in found:
        parts = tuple(problem.field.split("/")) if problem.field else ()
        broken |= {(problem.where.file, parts[:1]), (problem.where.file, parts[:2])}
    return frozenset(broken)


def _scope(context: Context) -> RulesetScope:
    indicators = indicator_entries(context)
    values = {name: Type(Kind.NUMBER, _unit(entry)) for name, entry in indicators.items()}
    derived = {name: _derived_type(entry) for name, entry in context.assembled.derived.items()}
    dropped = frozenset(context.assembled.dropped)  # conditions may go on naming them; their values are missing
    return RulesetScope(
        values={**dict.fromkeys(dropped, Type(Kind.NUMBER)), **values, **derived},
        indicators=dropped | values.keys(),
        nodes=dropped | context.assembled.groups.keys() | context.assembled.criteria.keys(),
        local={},
    )


def _unit(entry: Entry) -> str | None:
    unit = entry.get("unit")
    return str(unit) if unit else None


def _derived_type(entry: Entry) -> Type:
    if entry.get("function") == "movement":
        return Type(Kind.TEXT, words=frozenset(str(word) for word in Movement))
    return Type(Kind.NUMBER, _unit(entry))


def _build(
    context: Context, questionnaires: Mapping[str, Questionnaire], digest: str, profile: str | None
) -> Ruleset | None:
    root, groups = build_groups(context)
    criteria = build_criteria(context)
    indicators = build_indicators(context, questionnaires)
    check_caps(context, groups, criteria, indicators)
    header = context.assembled.single.get("ruleset")
    if header is None:
        context.add(
            "no-ruleset", context.assembled.home, "no file has a 'ruleset' section", "add id, version and title"
        )
        return None
    parts: dict[str, Any] = {
        "derived": build_derived(context, questionnaires),
        "rules": build_rules(context),
        "grading": build_grading(context),
        "severity": build_severity(context),
        "likelihood": build_likelihood(context),
        "risk": build_risk(context),
        "evidence_grades": build_grades(context),
        "hygiene": build_hygiene(context),
        "decision": build_decision(context, root, groups),
    }
    check_reach(context, parts["rules"])
    if context.problems.found:
        return None
    used = {name for indicator in indicators.values() for name in indicator.questionnaires}
    used |= {name for value in parts["derived"].values() for name in value.of if name in questionnaires}
    return Ruleset(
        **_header(context, header),
        digest=digest,
        profile=profile,
        profiles=tuple(context.assembled.profiles),
        root=root,
        groups=groups,
        criteria=criteria,
        indicators=indicators,
        questionnaires={name: questionnaires[name] for name in sorted(used)},
        **parts,
    )


def _header(context: Context, header: Entry) -> dict[str, Any]:
    return {
        "id": header.get("id"),
        "version": header.get("version"),
        "title": context.text(header.get("title")),
        "summary": context.text(header.get("summary")),
        "status": header.get("status", "draft"),
        "language": _spoken(context, header.get("title")),
        "written_in": context.fallback,
        "authors": tuple(header.get("authors", ())),
        "licence": header.get("licence", ""),
        "informed_by": tuple(
            Alignment(standard=item["standard"], relation=item["relation"], element=item.get("element", ""))
            for item in header.get("informed_by", ())
        ),
    }


def _spoken(context: Context, title: Any) -> str:
    """The wanted language where the ruleset has it, which its title tells, else the one it is written in."""
    offered = title if isinstance(title, Mapping) else {}
    wanted = context.language
    return next((tag for tag in (wanted, wanted.partition("-")[0]) if tag in offered), context.fallback)


def _digest(assembled: Assembled, questionnaires: Mapping[str, Questionnaire]) -> str:
    """SHA-256 of the ruleset's meaning, whole or narrowed by a profile alike, and of the forms it may use."""
    named = json.dumps(_alike(assembled.meaning()), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    asked = _forms_asked(assembled)
    forms = {name: form.digest for name, form in questionnaires.items() if name in asked}
    text = named + json.dumps(forms, sort_keys=True)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _forms_asked(assembled: Assembled) -> set[str]:
    """Questionnaires that indicators and derived values name; others beside the ruleset are not part of it."""
    inside = (entry.get("score") for entry in assembled.criteria.values())
    indicators = [
        *(entry.data for entry in assembled.indicators.values()),
        *(s for s in inside if isinstance(s, Mapping)),
    ]
    named = [indicator.get(word) for indicator in indicators for word in ("questionnaire", "questionnaires")]
    named += [entry.get("of") for entry in assembled.derived.values()]
    return {str(name) for names in named for name in (names if isinstance(names, list) else [names])}


def _alike(value: Any) -> Any:
    """The same data with equal numbers written alike: 1.0 means 1."""
    if isinstance(value, Mapping):
        return {key: _alike(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_alike(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value

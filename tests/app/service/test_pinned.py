"""Rulesets as assessments are pinned to."""

from dataclasses import replace

import pytest

from bsc_audit.app.service.model.ruleset import ContentStatus
from bsc_audit.app.service.pinned import find_version, library_of, pin, pinned_texts
from bsc_audit.app.service.refusals import Invalid
from bsc_audit.core.problems import RulesetError
from service_world import LIBRARY, RULESETS, Service

SERVICE_EXCELLENCE = ("service-excellence", "1.0")


def test_a_pinned_ruleset_holds_every_text_it_is_made_of() -> None:
    service = Service()
    with service.write() as work:
        stored = pin(work, service.ids, RULESETS, "operator", *SERVICE_EXCELLENCE)
    alone = library_of(stored)
    assert alone.rulesets() == [SERVICE_EXCELLENCE]
    assert pinned_texts(alone, *SERVICE_EXCELLENCE) == pinned_texts(LIBRARY, *SERVICE_EXCELLENCE)
    assert RULESETS.get(stored).digest == LIBRARY.seal(*SERVICE_EXCELLENCE)


def test_a_ruleset_is_stored_once() -> None:
    service = Service()
    with service.write() as work:
        first = pin(work, service.ids, RULESETS, "operator", *SERVICE_EXCELLENCE)
        assert pin(work, service.ids, RULESETS, "operator", *SERVICE_EXCELLENCE) == first
        assert find_version(work, *SERVICE_EXCELLENCE) == first


def test_compiling_a_version_again_gives_the_same_value() -> None:
    service = Service()
    with service.write() as work:
        stored = pin(work, service.ids, RULESETS, "operator", *SERVICE_EXCELLENCE)
    assert RULESETS.get(stored, language="en") is RULESETS.get(stored, language="en")


def test_a_ruleset_nobody_has_is_refused() -> None:
    service = Service()
    with service.write() as work, pytest.raises(Invalid) as refused:
        pin(work, service.ids, RULESETS, "operator", "service-excellence", "9.9")
    assert refused.value.flaws[0].code == "unknown-ruleset"


def test_a_retired_version_begins_nothing_new() -> None:
    service = Service()
    with service.write() as work:
        stored = pin(work, service.ids, RULESETS, "operator", *SERVICE_EXCELLENCE)
        work.rulesets.replace(replace(stored, status=ContentStatus.RETIRED), expected=stored.version)
        with pytest.raises(Invalid) as refused:
            pin(work, service.ids, RULESETS, "operator", *SERVICE_EXCELLENCE)
    assert refused.value.flaws[0].code == "ruleset-retired"


def test_a_version_that_reads_differently_than_it_was_pinned_is_not_used() -> None:
    service = Service()
    with service.write() as work:
        stored = pin(work, service.ids, RULESETS, "operator", *SERVICE_EXCELLENCE)
    changed = {name: text.replace("weight: 2", "weight: 3") for name, text in stored.texts.items()}
    assert changed != stored.texts
    with pytest.raises(RulesetError) as refused:
        RULESETS.get(replace(stored, id="another", texts=changed))
    assert {problem.code for problem in refused.value.problems} == {"pinned-ruleset-differs"}

"""Whatever a questionnaire says, it compiles or its problems are named; and what compiles can be scored."""

import json
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from bsc_audit.core.documents import parse
from bsc_audit.core.problems import Problem, RulesetError
from bsc_audit.core.questionnaire.compile import compile_questionnaire
from bsc_audit.core.questionnaire.model import Questionnaire
from bsc_audit.core.questionnaire.record import ItemAnswer, Record
from bsc_audit.core.questionnaire.score import score_record
from json_mutation import mutated
from questionnaire_builders import SIX_ITEMS

SIX = parse(SIX_ITEMS, "six.yaml").data


@settings(max_examples=200, deadline=None)
@given(mutated(SIX), st.data())
def test_a_changed_questionnaire_compiles_and_scores_or_is_explained(changed: object, data: st.DataObject) -> None:
    form, problems = _outcome(changed)
    assert all(problem.where.line for problem in problems)
    if form is None:
        assert problems
        return
    given_answers = st.sampled_from(
        [
            ItemAnswer(value=None),
            ItemAnswer(value=None, not_applicable=True),
            ItemAnswer(value="yes"),
            ItemAnswer(value=Fraction(2)),
        ]
    )
    record = Record(
        id="V-1",
        questionnaire=form.id,
        when=date(2026, 7, 8),
        answers={name: data.draw(given_answers) for name in form.items()},
    )
    scored = score_record(form, record)
    assert (scored.final is None) is bool(scored.not_scored)
    assert scored.final is None or (scored.raw is not None and 0 <= scored.final <= scored.raw <= 100)


def _outcome(data: object) -> tuple[Questionnaire | None, tuple[Problem, ...]]:
    try:
        return compile_questionnaire(parse(json.dumps(data), "six.yaml")), ()
    except RulesetError as error:
        return None, error.problems

"""A foreign scheme as data: every published rating of one city follows from the ruleset."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from bsc_audit.app.assessments import judge
from bsc_audit.app.rulesets import compile_files
from bsc_audit.core.cases.whole import nothing_submitted
from bsc_audit.core.evidence.model import Answer
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.importers.library import FolderLibrary

ROOT = Path(__file__).resolve().parents[2]
SCORES = ("hygiene", "structural", "confidence_in_management")
PUBLISHED = 1319
Rate = Callable[[Mapping[str, int]], str | None]


@pytest.fixture(scope="module")
def rate() -> Rate:
    library = FolderLibrary([ROOT])
    files = library.ruleset("food-hygiene-rating", "1.0")
    assert files is not None
    ruleset = compile_files(library, files)
    return lambda scores: award(ruleset, scores)


def award(ruleset: Ruleset, scores: Mapping[str, int]) -> str | None:
    answers = {name: Answer(value=Fraction(points)) for name, points in scores.items()}
    return judge(ruleset, replace(nothing_submitted(ruleset), answers=answers)).recommendation.award


def test_every_published_rating_follows_from_its_three_scores(shared_folder: Callable[[str], Path], rate: Rate) -> None:
    with (shared_folder("cases") / "fhrs-norwich.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    wrong = [row for row in rows if rate({name: int(row[name]) for name in SCORES}) != row["rating"]]
    assert (len(rows), wrong) == (PUBLISHED, [])


def test_every_possible_inspection_gets_a_rating_and_more_demerits_never_a_better_one(rate: Rate) -> None:
    steps = ((0, 5, 10, 15, 20, 25), (0, 5, 10, 15, 20, 25), (0, 5, 10, 20, 30))
    rated = {scores: rate(dict(zip(SCORES, scores, strict=True))) for scores in product(*steps)}
    assert set(rated.values()) == set("012345")
    worse = [
        (scores, raised)
        for scores, raised in product(rated, repeat=2)
        if all(a <= b for a, b in zip(scores, raised, strict=True)) and str(rated[raised]) > str(rated[scores])
    ]
    assert worse == []


@pytest.mark.parametrize("missing", SCORES)
def test_an_inspection_without_one_of_its_scores_gets_no_rating(missing: str, rate: Rate) -> None:
    assert rate({name: 0 for name in SCORES if name != missing}) is None

"""Rulesets and questionnaires as the API takes and shows them."""

from typing import Any

from pydantic import BaseModel, Field

from bsc_audit.api.schemas.base import Sent
from bsc_audit.api.schemas.score import RulesetRef, YamlFiles
from bsc_audit.app.service.ruleset_diff import Change


class RulesetIn(Sent):
    """A ruleset as its YAML files."""

    ruleset: YamlFiles = Field(min_length=1, description="texts of its files, by name")
    questionnaires: YamlFiles = Field(default_factory=dict, description="texts of those it asks for, if not shipped")


class QuestionnaireIn(Sent):
    """A questionnaire as its YAML file."""

    questionnaire: str = Field(min_length=1, max_length=5_000_000)


class RulesetChoice(Sent):
    """One of the library, or one that is given."""

    id: str | None = Field(default=None, max_length=200)
    version: str | None = Field(default=None, max_length=200)
    ruleset: YamlFiles = Field(default_factory=dict, description="texts of its files; leave out id and version then")
    questionnaires: YamlFiles = Field(default_factory=dict)


class DiffIn(Sent):
    """Two rulesets to compare."""

    before: RulesetChoice
    after: RulesetChoice


class RulesetName(BaseModel):
    """A ruleset of the library."""

    id: str
    version: str


class RulesetsOut(BaseModel):
    """The rulesets of the library, the oldest version of each first."""

    items: list[RulesetName]


class MemberOut(BaseModel):
    """A member of a group and what it carries."""

    id: str
    weight: float | None


class GroupOut(BaseModel):
    """A node of the tree."""

    id: str
    title: str
    kind: str
    parent: str | None
    weight: float | None
    members: list[MemberOut]


class CriterionOut(BaseModel):
    """What is asked for."""

    id: str
    title: str
    asks: str
    parent: str
    weight: float
    critical: bool
    may_be_not_applicable: bool
    evidence: list[str]
    indicators: list[MemberOut]


class IndicatorOut(BaseModel):
    """What is measured."""

    id: str
    title: str
    kind: str
    variant: str
    unit: str
    better: str | None
    every: str | None
    explains: str
    pitfalls: str
    minimum_n: int | None


class RuleTextOut(BaseModel):
    """A rule that writes findings."""

    id: str
    kind: str
    title: str
    when: str = Field(description="the condition as it is written")
    says: str
    advise: str
    criteria: list[str]


class AwardTextOut(BaseModel):
    """An award level and what it needs."""

    id: str
    title: str
    needs: list[str]


class RulesetOut(RulesetRef):
    """A ruleset as a person reads it."""

    title: str
    summary: str
    status: str
    language: str
    licence: str
    profiles: list[str]
    root: str
    groups: list[GroupOut]
    criteria: list[CriterionOut]
    indicators: list[IndicatorOut]
    rules: list[RuleTextOut]
    awards: list[AwardTextOut]


class RulesetChecked(RulesetRef):
    """A ruleset without a problem."""

    title: str
    status: str
    profiles: list[str]
    criteria: int
    indicators: int
    rules: int
    awards: int


class FieldChangeOut(BaseModel):
    """One field that differs."""

    field: str
    before: Any
    after: Any


class DifferenceOut(BaseModel):
    """One entry that differs."""

    part: str
    id: str
    title: str
    change: Change
    fields: list[FieldChangeOut]


class DiffOut(BaseModel):
    """Everything that differs."""

    before: RulesetRef
    after: RulesetRef
    same: bool = Field(description="equal digests: they score alike")
    differences: list[DifferenceOut]


class QuestionnaireName(BaseModel):
    """A questionnaire of the library."""

    id: str
    version: str
    title: str
    use: str
    items: int
    digest: str


class QuestionnairesOut(BaseModel):
    """The questionnaires of the library."""

    items: list[QuestionnaireName]


class ItemOut(BaseModel):
    """One question."""

    id: str
    asks: str
    type: str
    weight: float
    flag: str | None
    may_be_not_applicable: bool
    points: int | None
    unit: str
    anchors: dict[str, str]
    choices: dict[str, str]


class SectionOut(BaseModel):
    """A part of a questionnaire."""

    id: str
    title: str
    weight: float
    items: list[ItemOut]


class QuestionnaireOut(BaseModel):
    """A questionnaire in one language."""

    id: str
    version: str
    title: str
    summary: str
    use: str
    status: str
    method: str
    digest: str
    language: str
    header: list[str]
    sections: list[SectionOut]

"""The condition language of rulesets: a small profile of CEL with units and three-valued logic.

`docs/conditions.md` describes it for authors.
"""

from bsc_audit.core.expressions.compiled import Comparison, Expression, parse_expression
from bsc_audit.core.expressions.conditions import parse_condition
from bsc_audit.core.expressions.errors import PROBLEM_CODES, ExpressionError, ExpressionProblem
from bsc_audit.core.expressions.generate import GeneratedCondition
from bsc_audit.core.expressions.kleene import HELPERS
from bsc_audit.core.expressions.types import NOTHING, Environment, Kind, Path, Scope, Type, Value

__all__ = [
    "HELPERS",
    "NOTHING",
    "PROBLEM_CODES",
    "Comparison",
    "Environment",
    "Expression",
    "ExpressionError",
    "ExpressionProblem",
    "GeneratedCondition",
    "Kind",
    "Path",
    "Scope",
    "Type",
    "Value",
    "parse_condition",
    "parse_expression",
]

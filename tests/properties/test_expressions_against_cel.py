"""The condition language against two CEL implementations that share no code with ours or each other.

The C++ one is Google's `cel-cpp`, the other is written in Rust. A missing value is an absent variable or
key: an error that && and || absorb, and that makes the whole expression an error, our *undetermined*.
Where the profile departs from CEL on purpose (docs/conditions.md) the strategies stay away.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache

import cel as rust
from cel_expr_python import cel as cpp
from hypothesis import given, settings

from bsc_audit.core.expressions import Kind, parse_expression
from properties.expressions import NAMES, Assessment, RandomScope, assessments, conditions

SCOPE = RandomScope()
CPP_TYPES = {Kind.NUMBER: cpp.Type.DOUBLE, Kind.TEXT: cpp.Type.STRING, Kind.BOOL: cpp.Type.BOOL}


@cache
def cpp_environment() -> cpp.Env:
    number, groups = cpp.Type.DOUBLE, cpp.Type.Map(cpp.Type.STRING, cpp.Type.DYN)
    functions = {"abs": (abs, 1), "min": (min, 2), "max": (max, 2)}
    return cpp.NewEnv(
        variables={path[0]: CPP_TYPES[NAMES[path].kind] if len(path) == 1 else groups for path in NAMES},
        functions=[
            cpp.FunctionDecl(
                name,
                [cpp.Overload(f"{name}_double", return_type=number, parameters=[number] * count, impl=call)],
            )
            for name, (call, count) in functions.items()
        ],
    )


def cel_data(assessment: Assessment) -> Mapping[str, object]:
    """What is present: plain names as variables, dotted ones as maps."""
    data: dict[str, object] = {path[0]: {} for path in NAMES if len(path) > 1}
    for path, value in assessment.values.items():
        if value is None:
            continue
        plain = float(value) if isinstance(value, Fraction) else value
        if len(path) == 1:
            data[path[0]] = plain
        else:
            data[path[0]][path[1]] = plain  # type: ignore[index]
    return data


def cpp_verdict(text: str, data: Mapping[str, object]) -> bool | None:
    result = cpp_environment().compile(text).eval(data=dict(data))
    return bool(result.value()) if result.type() == cpp.Type.BOOL else None


def rust_verdict(text: str, data: Mapping[str, object]) -> bool | None:
    context = rust.Context()
    for name, call in (("abs", abs), ("min", min), ("max", max)):
        context.add_function(name, call)
    for name, value in data.items():
        context.add_variable(name, value)
    program = rust.compile(text)
    try:
        return bool(program.execute(context))
    except (RuntimeError, KeyError):  # an absent variable, an absent key
        return None


@settings(max_examples=300, deadline=None)
@given(conditions(divide=False), assessments(holes=False))
def test_complete_data_gives_the_verdict_of_both_cels(text: str, assessment: Assessment) -> None:
    condition = parse_expression(text, SCOPE)
    verdict, data = condition.evaluate(assessment), cel_data(assessment)
    assert verdict is not None
    assert cpp_verdict(condition.canonical(), data) is verdict
    assert rust_verdict(condition.canonical(), data) is verdict


@settings(max_examples=300, deadline=None)
@given(conditions(divide=False, choose=False), assessments(holes=True))
def test_missing_data_gives_the_verdict_of_both_cels(text: str, assessment: Assessment) -> None:
    condition = parse_expression(text, SCOPE)
    verdict, data = condition.evaluate(assessment), cel_data(assessment)
    assert cpp_verdict(condition.canonical(), data) is verdict
    assert rust_verdict(condition.canonical(), data) is verdict


def test_the_comparison_can_fail() -> None:
    data = cel_data(Assessment({("csat",): Fraction(3)}))
    assert [cpp_verdict(text, data) for text in ("csat > 2.0", "csat > 4.0", "fcr > 4.0")] == [True, False, None]
    assert [rust_verdict(text, data) for text in ("csat > 2.0", "csat > 4.0", "fcr > 4.0")] == [True, False, None]

"""Habits that a machine can hold: sizes, a core without the world in it, and a word for everything public."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "bsc_audit"
FILES = sorted(SOURCE.rglob("*.py"))
CORE = [file for file in FILES if SOURCE / "core" in file.parents]
LONGEST_FUNCTION = 50  # code lines
LONGEST_MODULE = 350

WORLD = frozenset({"time", "random", "secrets", "os", "sys", "logging", "subprocess", "socket", "pathlib"})
CALLS = frozenset({"print", "open", "input", "exec", "eval", "breakpoint"})
CLOCK = frozenset({"now", "today", "utcnow"})
# The back end that runs the scoring code it wrote.
MAY_COMPILE = frozenset({"compiled.py"})

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def code_lines(file: Path, node: ast.AST) -> int:
    """Lines with code in them: no blank ones, no comments, no docstrings."""
    lines = file.read_text(encoding="utf-8").splitlines()
    first, last = getattr(node, "lineno", 1), getattr(node, "end_lineno", len(lines))
    words = set()
    for inner in ast.walk(node):
        body = getattr(inner, "body", None)
        if (
            isinstance(body, list)
            and body
            and isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
        ):
            words |= set(range(body[0].lineno, (body[0].end_lineno or body[0].lineno) + 1))
    numbered = enumerate(lines[first - 1 : last], start=first)
    return sum(1 for number, line in numbered if number not in words and line.strip() and line.strip()[0] != "#")


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function and method of a module."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_modules_and_functions_are_small(file: Path) -> None:
    tree = _tree(file)
    assert code_lines(file, tree) <= LONGEST_MODULE
    assert {one.name: lines for one in functions(tree) if (lines := code_lines(file, one)) > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("file", CORE, ids=lambda file: str(file.relative_to(SOURCE)))
def test_the_core_touches_nothing_of_the_world(file: Path) -> None:
    found = [*_imports(_tree(file)), *_calls(_tree(file), file.name)]
    assert found == []


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        yield from (f"line {node.lineno}: import {name}" for name in names if name.partition(".")[0] in WORLD)


def _calls(tree: ast.Module, file: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in CALLS:
            if not (node.func.id == "exec" and file in MAY_COMPILE):
                yield f"line {node.lineno}: {node.func.id}("
        elif isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK:
            yield f"line {node.lineno}: .{node.func.attr}("


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_everything_public_is_explained(file: Path) -> None:
    tree = _tree(file)
    assert ast.get_docstring(tree), "the module says nothing of itself"
    assert [name for name, node in _public(tree) if not ast.get_docstring(node)] == []


def _public(tree: ast.Module) -> Iterator[tuple[str, Function | ast.ClassDef]]:
    for node in tree.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node.name, node
            if isinstance(node, ast.ClassDef):
                yield from (
                    (f"{node.name}.{inner.name}", inner)
                    for inner in node.body
                    if isinstance(inner, Function) and not inner.name.startswith("_")
                )


def test_nothing_prints_but_the_command_line() -> None:
    outside = [file for file in FILES if SOURCE / "cli" not in file.parents]
    printing = [
        file.name
        for file in outside
        for node in ast.walk(_tree(file))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert printing == []


@pytest.mark.parametrize("name", ["utils", "helpers", "manager", "misc", "common"])
def test_no_module_is_a_drawer_of_leftovers(name: str) -> None:
    assert [file for file in FILES if file.stem == name] == []

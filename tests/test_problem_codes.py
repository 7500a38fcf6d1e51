"""Every code of a problem is explained in docs/problems.md, and every explained code exists and is tried."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from bsc_audit.core.cases.schema import DEFINITION as CASES
from bsc_audit.core.expressions.errors import PROBLEM_CODES
from bsc_audit.core.questionnaire.schema import DEFINITION as QUESTIONNAIRE
from bsc_audit.core.ruleset.schema import DEFINITION as RULESET

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent / "src" / "bsc_audit"
SPEAKERS = frozenset({"add", "refuse", "_refuse", "_stop", "_problem", "_complaint", "_plain", "Problem"})
CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
NEVER_SPOKEN = frozenset({"properties", "items", "$ref", "$defs", "patternProperties", "propertyNames"})


def documented() -> set[str]:
    """The codes docs/problems.md explains."""
    text = (HERE.parent / "docs" / "problems.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `([\w-]+)` \| .+ \| .+ \|$", text, re.MULTILINE))


def spoken(folder: Path) -> dict[str, str]:
    """The codes that code below a folder gives to problems, and a file where it does."""
    found: dict[str, str] = {}
    for file in sorted(folder.rglob("*.py")):
        for call in (
            node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
        ):
            found |= dict.fromkeys(_codes(call), file.name)
    return found


def _codes(call: ast.Call) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name == "unknown" and len(call.args) > 1 and isinstance(call.args[1], ast.Constant):
        yield f"unknown-{str(call.args[1].value).replace(' ', '-')}"
    texts = [part.value for part in call.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    codes = [text for text in texts if CODE.fullmatch(text) and ("-" in text or name == "add")]
    if name in SPEAKERS and len(call.args) > (2 if name == "add" else 1) and codes:
        yield codes[0]
    for keyword in call.keywords:
        if keyword.arg == "code" and isinstance(keyword.value, ast.Constant) and name == "Problem":
            yield str(keyword.value.value)


def _keywords(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        for key, part in schema.items():
            yield key
            yield from _keywords(part)
    elif isinstance(schema, list | tuple):
        for part in schema:
            yield from _keywords(part)


def test_every_code_that_is_spoken_is_explained() -> None:
    codes = spoken(SOURCE) | dict.fromkeys(PROBLEM_CODES, "errors.py")
    assert {code: file for code, file in codes.items() if code not in documented()} == {}


def test_every_code_that_is_explained_stands_in_the_source() -> None:
    source = "\n".join(file.read_text(encoding="utf-8") for file in SOURCE.rglob("*.py"))
    made = {code for code in documented() if not code.startswith("schema-")} - spoken(SOURCE).keys()
    words = {code: code.removeprefix("unknown-").replace("-", " ") for code in made}  # desk.unknown makes the code
    assert {code for code in made if f'"{code}"' not in source and f'"{words[code]}"' not in source} == set()


def test_every_word_of_a_schema_that_can_be_violated_is_explained() -> None:
    violated = {code.removeprefix("schema-") for code in documented() if code.startswith("schema-")}
    used = {word for schema in (RULESET, CASES, QUESTIONNAIRE) for word in _keywords(schema)}
    known = {
        "type",
        "enum",
        "required",
        "pattern",
        "minimum",
        "maximum",
        "minItems",
        "maxItems",
        "minLength",
        "maxLength",
    }
    known |= {"minProperties", "maxProperties", "anyOf", "oneOf", "const", "additionalProperties", "uniqueItems", "not"}
    assert (used & known) - NEVER_SPOKEN <= violated


def test_every_code_of_the_broken_examples_is_explained() -> None:
    promised = set()
    for file in (HERE / "rulesets" / "broken").rglob("*.yaml"):
        promised |= set(re.findall(r"([\w-]+) @ ", file.read_text(encoding="utf-8").splitlines()[0]))
    for file in (HERE / "evidence" / "broken").glob("*/expected.yaml"):
        promised |= set(re.findall(r"code: ([\w-]+)", file.read_text(encoding="utf-8")))
    assert len(promised) > 80
    assert promised - documented() == set()


def test_every_code_of_the_ruleset_compiler_is_tried() -> None:
    tried = "".join(
        file.read_text(encoding="utf-8").splitlines()[0] for file in (HERE / "rulesets").rglob("broken/**/*.yaml")
    )
    codes = spoken(SOURCE / "core" / "ruleset") | spoken(SOURCE / "core" / "documents")
    unit = "".join(file.read_text(encoding="utf-8") for file in (HERE / "unit" / "core" / "documents").glob("*.py"))
    assert {code for code in codes if f"{code} @ " not in tried and f'{code}"' not in unit} == set()

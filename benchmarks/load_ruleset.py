"""Loading and checking a ruleset of 300 criteria and 60 findings: YAML text to compiled Ruleset, split by step.

python benchmarks/load_ruleset.py [--rounds 40]
"""

import argparse

import yaml
from scheme import draw_scheme, raw_ruleset
from timing import machine, print_table, time_in_rounds

from bsc_audit.core.documents import parse
from bsc_audit.core.ruleset.compile import compile_ruleset
from bsc_audit.core.ruleset.schema import SCHEMA
from bsc_audit.core.scoring.generated import compile_scoring

SEED, SCALE = 20_261_122, 2


def main() -> None:
    """Time and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=40)
    rounds = arguments.parse_args().rounds
    text = ruleset_yaml()
    document = parse(text, "benchmark.yaml")
    ruleset = compile_ruleset([document], questionnaires={})
    assert (len(ruleset.criteria), len(ruleset.rules)) == (300, 60)
    candidates = {
        "all of it: text to compiled ruleset": (
            lambda: compile_ruleset([parse(text, "benchmark.yaml")], questionnaires={}), 1),
        "reading YAML, with positions": (lambda: parse(text, "benchmark.yaml"), 1),
        "JSON Schema": (lambda: SCHEMA.problems(document), 1),
        "compiling and checking (schema again included)": (
            lambda: compile_ruleset([document], questionnaires={}), 1),
        "PyYAML's C loader alone, for comparison": (lambda: yaml.load(text, Loader=yaml.CSafeLoader), 1),
        "writing the generated scoring, once per version": (lambda: compile_scoring(ruleset), 1),
    }  # fmt: skip
    timings = time_in_rounds(candidates, rounds=rounds)
    print(f"{len(text):,} characters, {text.count(chr(10)):,} lines; {rounds} rounds; {machine()}")
    print_table(
        ("step", "minimum, ms", "median, ms"),
        [(name, f"{1e3 * one.best:.1f}", f"{1e3 * one.middle:.1f}") for name, one in timings.items()],
    )


def ruleset_yaml() -> str:
    """The scheme at twice its size as people write it: block style, with the texts a real ruleset has."""
    raw = raw_ruleset(draw_scheme(SEED, scale=SCALE))
    for criterion in raw["criteria"]:
        criterion["asks"] = "What share of the contacts reaches its aim, by channel, and how is it known?"
        criterion["advise"] = "Name an owner, agree a target with the teams, and look at it every week."
        criterion["signs"] = {"strength": "Asked and acted on.", "weakness": "Known, not acted on.", "risk": "Unknown."}
    return yaml.safe_dump(raw, sort_keys=False, width=110)


if __name__ == "__main__":
    main()

"""`bsc-audit explain`: how a score came about, from weights down to evidence."""

import difflib
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text
from rich.tree import Tree

from bsc_audit import bootstrap
from bsc_audit.app.assessments import assess
from bsc_audit.cli.console import mending, print_json, print_laid_out, usage_error
from bsc_audit.core.findings.text import number_text, value_text
from bsc_audit.core.scoring.explain import Derivation, names
from bsc_audit.core.scoring.explain import explain as derivation_of
from bsc_audit.importers.folder import read_folder


def explain(
    folder: Annotated[Path, typer.Argument(help="The evidence folder.", show_default=False)],
    node: Annotated[
        str, typer.Argument(help="A group, criterion or indicator, such as CLI-04 or csat.", show_default=False)
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the derivation as JSON.")] = False,
) -> None:
    """Show the derivation of a score: members, weights, method, source value, evidence, caps."""
    with mending(as_json, folder):
        result = assess(bootstrap.library(), read_folder(folder))
        found = derivation_of(result.ruleset, result.scorecard, node)
        if found is None:
            close = difflib.get_close_matches(node, list(names(result.scorecard)), n=1)
            raise usage_error(f"there is no {node!r}" + (f"; did you mean {close[0]!r}?" if close else ""))
    if as_json:
        print_json(found)
    else:
        print_laid_out(_tree(found))


def _tree(derivation: Derivation, parent: Tree | None = None) -> Tree:
    label = _label(derivation)
    branch = parent.add(label) if parent is not None else Tree(label)
    for line in _details(derivation):
        branch.add(Text(line, style="dim"))
    for member in derivation.members:
        _tree(member, branch)
    return branch


def _label(derivation: Derivation) -> Text:
    score = str(derivation.state).replace("_", " ") if derivation.score is None else number_text(derivation.score, 2)
    label = Text.assemble((f"{derivation.id} ", "bold"), derivation.title, "  ", (score, "bold cyan"))
    if derivation.applied_weight is not None and derivation.contribution is not None:
        share, points = number_text(100 * derivation.applied_weight), number_text(derivation.contribution, 2)
        label.append(f"  weight {number_text(derivation.weight or 0)} = {share} % applied, gives {points}", style="dim")
    elif derivation.weight is not None:
        label.append(f"  weight {number_text(derivation.weight)}, left out", style="dim")
    return label


def _details(derivation: Derivation) -> list[str]:
    lines = [f"reason: {derivation.reason}"] if derivation.reason else []
    lines += _source(derivation)
    if derivation.score is not None:
        lines.append(f"method: {derivation.method}")
    for cap in derivation.caps:
        raw = number_text(derivation.raw, 2) if derivation.raw is not None else "nothing"
        lines.append(f"raw {raw} held down to {number_text(cap.at)}: {cap.says}")
    if derivation.coverage is not None and derivation.members and derivation.source is None:
        lines.append(f"coverage {number_text(100 * derivation.coverage)} %")
    return lines


def _source(derivation: Derivation) -> list[str]:
    source = derivation.source
    if source is None or source.value is None:
        return []
    n = f", n = {source.n}" if source.n is not None else ""
    interval = (
        f", 95 % interval {number_text(source.low)} to {number_text(source.high or 0)}"
        if source.low is not None
        else ""
    )
    where = f" in {source.period}" if source.period else ""
    lines = [f"value {value_text(source.value, source.unit)}{where}{n}{interval}"]
    if source.formula:
        lines.append(f"formula ({source.variant}): {source.formula}")
    if source.target is not None:
        baseline = "no own baseline" if source.baseline is None else f"own baseline {value_text(source.baseline)}"
        lines.append(f"own target {value_text(source.target)}, {baseline}")
    if source.benchmark:
        lines.append(f"points from: {source.benchmark}")
    lines.append(f"evidence {', '.join(source.evidence) or 'none named'}, grade {source.grade}")
    return lines

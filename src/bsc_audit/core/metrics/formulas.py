"""The metric kinds as a table for docs/formulas.md, so that the page cannot drift from the code."""

from collections.abc import Iterable

from bsc_audit.core.metrics.kind import Form, MetricKind

HEADER = "| kind | variants, default first | input fields | parameters | meaning and source |"


def formulas_table(kinds: Iterable[MetricKind]) -> str:
    """A Markdown table, one row a kind, ending in a newline."""
    return "\n".join((HEADER, "| --- | --- | --- | --- | --- |", *map(_row, kinds), ""))


def _row(kind: MetricKind) -> str:
    variants = "<br>".join(f"`{name}`: {_plain(words)}" for name, words in kind.variants.items())
    forms = "<br>or ".join(map(_form, kind.forms))
    parameters = ", ".join(f"`{name}`" for name in kind.parameters)
    return f"| `{kind.name}` {kind.title} | {variants} | {forms} | {parameters} | {_plain(kind.explains)} |"


def _form(form: Form) -> str:
    optional = [f"[`{name}`]" for name in form.optional]
    return ", ".join([*(f"`{name}`" for name in form.fields), *optional])


def _plain(words: str) -> str:
    """A bar inside a cell would end it."""
    return words.replace("|", "\\|")

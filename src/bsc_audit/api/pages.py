"""HTML of the pages about the API, made from its description; no script, one style sheet of our own."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from bsc_audit.api.problem_types import PROBLEM_TYPES, ProblemType

METHODS = ("get", "post", "put", "patch", "delete")


def page(title: str, body: str) -> str:
    """A whole page."""
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    style = '<link rel="stylesheet" href="/docs.css">'
    return f'<!doctype html>\n<html lang="en"><head>{head}{style}</head><body><main>\n{body}\n</main></body></html>\n'


def problem_page(row: ProblemType) -> str:
    """What one kind of problem means."""
    body = f"<h1>{escape(row.title)}</h1><p>Status {row.status}, <code>{row.uri}</code></p>"
    return page(row.title, f'{body}<h2>How to mend it</h2><p>{escape(row.mend)}</p><p><a href="/problems">All</a></p>')


def problems_page() -> str:
    """Every kind of problem in a table."""
    rows = "".join(
        f'<tr><td>{row.status}</td><td><a href="{row.uri}">{row.kind}</a></td><td>{escape(row.title)}</td>'
        f"<td>{escape(row.mend)}</td></tr>"
        for row in PROBLEM_TYPES.values()
    )
    head = "<tr><th>Status</th><th>Kind</th><th>What it means</th><th>How to mend it</th></tr>"
    return page("Problems", f"<h1>Problems</h1><table><thead>{head}</thead><tbody>{rows}</tbody></table>")


def api_page(document: Mapping[str, Any]) -> str:
    """The whole description on one page."""
    info = document["info"]
    about = "".join(f"<p>{escape(one)}</p>" for one in info["description"].split("\n\n"))
    parts = "".join(_tag(tag, document) for tag in document["tags"])
    schemas = "".join(_schema(name, one) for name, one in sorted(document["components"]["schemas"].items()))
    links = '<p><a href="/openapi.json">openapi.json</a> · <a href="/problems">problems</a></p>'
    return page(info["title"], f"<h1>{escape(info['title'])} API</h1>{about}{links}{parts}<h2>Schemas</h2>{schemas}")


def _tag(tag: Mapping[str, str], document: Mapping[str, Any]) -> str:
    operations = "".join(
        _operation(path, method, one)
        for path, methods in document["paths"].items()
        for method, one in methods.items()
        if method in METHODS and tag["name"] in one.get("tags", ())
    )
    said = escape(tag["description"])
    return f"<h2>{escape(tag['name'])}</h2><p>{said}</p>{operations}" if operations else ""


def _operation(path: str, method: str, operation: Mapping[str, Any]) -> str:
    name = operation["operationId"]
    head = f'<h3 id="{name}"><code>{method.upper()} {escape(path)}</code></h3>'
    about = "".join(f"<p>{escape(one)}</p>" for one in operation.get("description", "").split("\n\n"))
    return f"{head}{about}{_parameters(operation)}{_body(operation)}{_responses(operation)}"


def _parameters(operation: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(one['name'])}</code></td><td>{one['in']}</td>"
        f"<td>{'needed' if one.get('required') else ''}</td><td>{escape(one.get('description', ''))}</td></tr>"
        for one in operation.get("parameters", ())
    )
    return f"<table><tbody>{rows}</tbody></table>" if rows else ""


def _body(operation: Mapping[str, Any]) -> str:
    content = operation.get("requestBody", {}).get("content", {})
    return "".join(f"<p>Body: {escape(kind)}, {_type(one.get('schema', {}))}</p>" for kind, one in content.items())


def _responses(operation: Mapping[str, Any]) -> str:
    good = [
        f"{status} {', '.join(_type(one.get('schema', {})) for one in response.get('content', {}).values())}"
        for status, response in operation["responses"].items()
        if status < "400"
    ]
    bad = ", ".join(status for status in operation["responses"] if status >= "400")
    return f"<p>Answers: {'; '.join(good)}. Problems: {bad}.</p>"


def _schema(name: str, schema: Mapping[str, Any]) -> str:
    required = set(schema.get("required", ()))
    rows = "".join(
        f"<tr><td><code>{escape(field)}</code></td><td>{_type(one)}</td>"
        f"<td>{'needed' if field in required else ''}</td><td>{escape(one.get('description', ''))}</td></tr>"
        for field, one in schema.get("properties", {}).items()
    )
    about = f"<p>{escape(schema.get('description', ''))}</p>"
    words = "".join(f"<li><code>{escape(str(word))}</code></li>" for word in schema.get("enum", ()))
    table = f"<table><tbody>{rows}</tbody></table>" if rows else f"<ul>{words}</ul>"
    return f'<h3 id="schema-{escape(name)}">{escape(name)}</h3>{about}{table}'


def _type(schema: Mapping[str, Any]) -> str:
    """A type in a few words, linked to where it is described."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#schema-{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return escape(" ".join(_words(schema))) or "anything"


def _words(schema: Mapping[str, Any]) -> Iterator[str]:
    if "enum" in schema:
        yield " | ".join(str(word) for word in schema["enum"])
    else:
        yield str(schema.get("type", ""))
    if "format" in schema:
        yield f"({schema['format']})"


STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
code { font-family: ui-monospace, monospace; font-size: .95em; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; }
td, th { border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: .25rem .5rem; }
td, th { text-align: left; vertical-align: top; }
h2 { margin-top: 2.5rem; } h3 { margin-top: 1.75rem; }
"""

"""Pages from templates: escaped, every name defined, with the frame round them that every page has."""

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bsc_audit import __version__
from bsc_audit.web import filters
from bsc_audit.web.frame import NOBODY, Frame
from bsc_audit.web.said import said_in

_TEMPLATES = Environment(
    loader=PackageLoader("bsc_audit.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
    extensions=["jinja2.ext.do"],
)
_TEMPLATES.filters.update(filters.FILTERS)
_TEMPLATES.globals["release"] = __version__  # no page calls anything of its own so


def page(
    request: Request,
    template: str,
    about: Mapping[str, Any],
    *,
    frame: Frame = NOBODY,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """A page.

    Args:
        request: it answers.
        template: name below templates/, without .html.j2.
        about: what the template shows.
        frame: who looks at it, and where they are.
        status: of HTTP.
        headers: besides those of every response.
    """
    values = {
        "asset": request.app.state.assets.address,
        "frame": frame,
        "here": request.url.path,
        "query": request.query_params,
        "said": said_in(request.query_params),
        "failure": None,
        "today": request.app.state.wiring.clock.now().date(),
        **about,
    }
    return HTMLResponse(_TEMPLATES.get_template(f"{template}.html.j2").render(values), status, headers)


def answer_widget(kind: str) -> Any:
    """The macro that shows the fields of a kind of answer; read once, because a section asks for it with every item."""
    return _TEMPLATES.get_template(f"answers/{kind}.html.j2").module.answer  # type: ignore[attr-defined]


def template_names() -> list[str]:
    """Every template, for the test that each compiles."""
    return _TEMPLATES.list_templates()


def compiled(name: str) -> object:
    """A template, compiled.

    Raises:
        jinja2.TemplateError: it cannot be.
    """
    return _TEMPLATES.get_template(name)


_TEMPLATES.globals["answer_widget"] = answer_widget

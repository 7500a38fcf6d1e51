"""Walks over every page: it opens, has no barrier, fits its window, says nothing to the console, breaks no policy."""

from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute
from playwright.sync_api import Browser

from barriers import barriers, sideways
from bsc_audit.app.service.permissions import Role
from bsc_audit.web.pages import compiled, template_names
from bsc_audit.web.table import ROUTERS
from desk import Desk
from every_page import ADDRESSES, parameters

PAGES = {
    route.name: route.path
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute) and "GET" in (route.methods or ())
}
WALKED = sorted(name for name in PAGES if ADDRESSES.get(name))
WINDOWS = {"telephone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk() as running:
        yield running


def test_every_page_has_an_address_to_be_walked_to() -> None:
    assert PAGES.keys() == ADDRESSES.keys()


def test_no_page_has_the_name_of_an_operation_of_the_api(desk: Desk) -> None:
    assert not PAGES.keys() & {one.name for one in desk.app.routes if getattr(one, "include_in_schema", False)}


@pytest.mark.parametrize("name", template_names())
def test_every_template_compiles(name: str) -> None:
    assert compiled(name)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("name", WALKED)
def test_every_page_is_open_to_everybody(desk: Desk, browser: Browser, name: str, window: str, scheme: str) -> None:
    about = {"color_scheme": scheme, "viewport": WINDOWS[window]}
    with desk.context(browser, desk.people[Role.ADMIN if "admin" in name else Role.LEAD_AUDITOR], **about) as context:
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        answer = page.goto((ADDRESSES[name] or "").format(**parameters(desk)))
        assert answer is not None
        assert answer.ok
        assert barriers(page) == []
        assert sideways(page) == 0
        assert page.locator("h1").count() == 1
        assert said == []


@pytest.mark.parametrize("name", WALKED)
def test_text_may_be_twice_as_large(desk: Desk, browser: Browser, name: str) -> None:
    with desk.context(browser, desk.people[Role.ADMIN], viewport=WINDOWS["desk"]) as context:
        page = context.new_page()
        page.goto((ADDRESSES[name] or "").format(**parameters(desk)))
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert sideways(page) == 0

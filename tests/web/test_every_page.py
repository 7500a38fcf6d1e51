"""Walks over every page: it opens, has no barrier, fits its window, says nothing to the console, breaks no policy."""

from collections.abc import Iterator, Mapping

import pytest
from fastapi.routing import APIRoute
from playwright.sync_api import Browser, ViewportSize

from barriers import CONTRAST, barriers, sideways
from bsc_audit.app.service.permissions import Role
from bsc_audit.web.pages import compiled, template_names
from bsc_audit.web.table import ROUTERS
from desk import Desk
from every_page import ADDRESSES, FOR_ADMINISTRATORS, parameters

PAGES = {
    route.name: route.path
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute) and "GET" in (route.methods or ())
}
WALKED = sorted(name for name in PAGES if ADDRESSES.get(name))
WINDOWS: Mapping[str, ViewportSize] = {
    "desk": {"width": 1280, "height": 900},
    "telephone": {"width": 390, "height": 844},
}


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


@pytest.mark.parametrize("name", WALKED)
def test_every_page_is_open_to_everybody(desk: Desk, browser: Browser, name: str) -> None:
    who = desk.people[Role.ADMIN if name in FOR_ADMINISTRATORS else Role.LEAD_AUDITOR]
    with desk.context(browser, who, color_scheme="light", viewport=WINDOWS["desk"]) as context:
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        answer = page.goto((ADDRESSES[name] or "").format(**parameters(desk)))
        assert answer is not None
        assert answer.ok
        assert page.locator("h1").count() == 1
        for window, size in WINDOWS.items():
            page.set_viewport_size(size)
            page.emulate_media(color_scheme="light")
            assert (window, "light", barriers(page)) == (window, "light", [])
            page.emulate_media(color_scheme="dark")
            assert (window, "dark", barriers(page, CONTRAST)) == (window, "dark", [])
            assert (window, sideways(page)) == (window, 0)
        page.set_viewport_size(WINDOWS["desk"])
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert ("text twice as large", sideways(page)) == ("text twice as large", 0)
        assert said == []

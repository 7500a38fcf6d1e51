"""Pages about the API: whole, and without any script."""

from api_world import World
from bsc_audit.api.openapi import description, operations
from bsc_audit.api.problem_types import PROBLEM_TYPES


def test_the_page_describes_every_operation_without_a_script(shared_world: World) -> None:
    page = shared_world.client.get("/docs").text
    assert [
        one["operationId"] for _, one in operations(description()) if f'id="{one["operationId"]}"' not in page
    ] == []
    assert "<script" not in page
    assert "style=" not in page


def test_every_link_of_the_page_leads_to_a_place_on_it(shared_world: World) -> None:
    page = shared_world.client.get("/docs").text
    wanted = {part.partition('"')[0] for part in page.split('href="#')[1:]}
    assert [one for one in wanted if f'id="{one}"' not in page] == []
    assert wanted


def test_the_list_of_problems_names_all(shared_world: World) -> None:
    page = shared_world.client.get("/problems").text
    assert [row.uri for row in PROBLEM_TYPES.values() if row.uri not in page] == []


def test_a_kind_that_is_none_is_404(shared_world: World) -> None:
    assert shared_world.client.get("/problems/none-such").status_code == 404


def test_the_style_is_a_style_sheet(shared_world: World) -> None:
    assert shared_world.client.get("/docs.css").headers["content-type"].startswith("text/css")

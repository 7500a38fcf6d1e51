from collections.abc import Iterator

import pytest

from bsc_audit.app.service.permissions import Role
from desk import Desk


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk() as running:
        yield running


def test_the_result_is_what_the_api_scores(desk: Desk) -> None:
    page = desk.client.get(f"{desk.address_of_assessment}/result", headers=desk.headers(Role.LEAD_AUDITOR))
    told = desk.client.get(
        f"/v1/organisations/{desk.org}/assessments/{desk.assessment}/score", headers=desk.headers(Role.LEAD_AUDITOR)
    ).json()
    assert f"{told['tracks'][0]['overall']:.2f}" in page.text
    assert "Deferral recommended" in page.text


@pytest.mark.parametrize("node", ["service-excellence", "FIN", "FIN-01", "csat"])
def test_every_number_opens_its_derivation(desk: Desk, node: str) -> None:
    headers = desk.headers(Role.LEAD_AUDITOR)
    root = desk.client.get(f"/v1/organisations/{desk.org}/assessments/{desk.assessment}/score", headers=headers).json()[
        "tracks"
    ][0]["nodes"][0]["id"]
    wanted = root if node == "service-excellence" else node
    page = desk.client.get(f"{desk.address_of_assessment}/result/{wanted}", headers=headers)
    assert page.status_code == 200
    assert "Method" in page.text


def test_the_clients_people_see_coverage_but_no_score_while_a_certification_is_under_way(desk: Desk) -> None:
    headers = desk.headers(Role.CLIENT_EDITOR)
    page = desk.client.get(f"{desk.address_of_assessment}/result", headers=headers)
    assert "How much is covered" in page.text
    assert "64.30" not in page.text
    assert desk.client.get(f"{desk.address_of_assessment}/result/FIN-01", headers=headers).status_code == 409


def test_an_unknown_node_is_not_found(desk: Desk) -> None:
    page = desk.client.get(f"{desk.address_of_assessment}/result/nothing", headers=desk.headers(Role.ASSESSOR))
    assert page.status_code == 404


def test_a_shopper_has_no_part_in_results(desk: Desk) -> None:
    page = desk.client.get(f"{desk.address_of_assessment}/result", headers=desk.headers(Role.SHOPPER))
    assert page.status_code == 403

"""A derivation can be recomputed by hand: every score of the example follows from what `explain --json` prints."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from cli_builders import EXAMPLE, read, run

Derivation = dict[str, Any]


@cache
def whole() -> Derivation:
    """The derivation of the example's overall score, down to the last indicator."""
    found: Derivation = read(run("explain", EXAMPLE, "overall", "--json"))
    return found


def nodes(derivation: Derivation) -> Iterator[Derivation]:
    """A derivation and everything below it."""
    yield derivation
    for member in derivation["members"]:
        yield from nodes(member)


def by_hand(derivation: Derivation) -> float | None:
    """The weighted mean of the members that count, with the weights that were applied."""
    counted = [member for member in derivation["members"] if member["applied_weight"] is not None]
    if not counted:
        return None
    return sum(member["applied_weight"] * (member["score"] or 0) for member in counted)


def test_the_example_is_explained_down_to_its_evidence() -> None:
    found = list(nodes(whole()))
    assert len(found) > 100
    measured = [node for node in found if node["source"] and node["score"] is not None]
    assert len(measured) > 40
    assert all(node["source"]["evidence"] or node["source"]["grade"] != "A" for node in measured)


def test_every_score_is_the_weighted_mean_of_its_members() -> None:
    inner = [node for node in nodes(whole()) if node["members"]]
    assert {node["method"] for node in inner} == {"weighted mean"}
    for node in inner:
        assert node["raw"] == (None if node["raw"] is None else pytest.approx(by_hand(node), abs=1e-9)), node["id"]
        assert (node["score"] is None) == (node["state"] != "assessed"), node["id"]


def test_every_capped_score_is_its_raw_score_held_down() -> None:
    scored = [node for node in nodes(whole()) if node["score"] is not None]
    assert any(node["caps"] for node in scored)
    for node in scored:
        lowest = min([node["raw"], *(cap["at"] for cap in node["caps"])])
        assert node["score"] == pytest.approx(lowest, abs=1e-9), node["id"]
        assert all(cap["at"] < node["raw"] and cap["says"] for cap in node["caps"]), node["id"]


def test_applied_weights_are_the_declared_ones_shared_out_anew() -> None:
    for node in nodes(whole()):
        counted = [member for member in node["members"] if member["applied_weight"] is not None]
        if not counted:
            continue
        assert sum(member["applied_weight"] for member in counted) == pytest.approx(1)
        declared = sum(member["weight"] for member in counted)
        for member in counted:
            assert member["applied_weight"] == pytest.approx(member["weight"] / declared), member["id"]


def test_what_is_left_out_says_why() -> None:
    left_out = [node for node in nodes(whole()) if node["state"] != "assessed"]
    assert left_out
    assert all(node["score"] is None and node["reason"] for node in left_out)


@pytest.mark.parametrize("name", ["CLI", "CLI-04", "OPS-03"])
def test_a_node_is_explained_alone_as_within_the_whole(name: str) -> None:
    alone = read(run("explain", EXAMPLE, name, "--json"))
    within = next(node for node in nodes(whole()) if node["id"] == name)
    assert {**alone, "weight": within["weight"], "applied_weight": within["applied_weight"]} == within


def test_the_printed_tree_shows_the_same_numbers() -> None:
    shown = run("explain", EXAMPLE, "CLI").stdout
    within = next(node for node in nodes(whole()) if node["id"] == "CLI")
    for member in within["members"]:
        assert f"{member['id']} {member['title']}  {member['score']:.2f}" in shown

"""Who uses whom: every edge and every way against a second model, cycles, and large graphs."""

from __future__ import annotations

from random import Random
from unittest.mock import Mock

import pytest

from assetcards import BoundError, MemoryTree, open_catalog
from assetcards.model import dependencies as module
from assetcards.model.dependencies import Dependencies, Edge, edges_from, maybe_shortest
from assetcards.names import FullName, parse_card_name
from tests.model.uses import Cards, draw, reached, uses
from tests.sampling import sample


def dependencies_of(cards: Cards, env: str | None) -> Dependencies:
    tree = MemoryTree(cards=[{"name": name, **fields} for name, fields in cards.items()])
    with open_catalog(tree, env=env or "", stores=[]) as catalog:
        return Dependencies(catalog.all_cards(), None if env is None else catalog.environments_in_force)


def cycles_of(cards: Cards) -> set[frozenset[str]]:
    tree = MemoryTree(cards=[{"name": name, **fields} for name, fields in cards.items()])
    return set(map(frozenset, open_catalog(tree, stores=[]).graph.cycles()))


def in_cycles(pairs: set[tuple[str, str]]) -> set[frozenset[str]]:
    """The sets of names that reach each other: those behind a first step from which they are reached again."""
    ahead = {start: set().union(*(reached(end, pairs) for begin, end in pairs if begin == start)) for start, _ in pairs}
    return {
        frozenset(other for other in ahead if other in ahead[start] and start in ahead[other])
        for start in ahead
        if start in ahead[start]
    }


def as_use(edge: Edge) -> tuple[str, str, str]:
    return str(edge.user), edge.by, str(edge.used)


@pytest.mark.parametrize("seed", range(sample(20, 200)))
@pytest.mark.parametrize("env", [None, "", "lab"])
def test_every_edge_and_every_way_is_that_of_the_second_model(seed: int, env: str | None) -> None:
    cards = draw(Random(seed))
    found, expected = dependencies_of(cards, env), uses(cards, env)
    ends = found.nodes
    assert {as_use(edge) for node in ends for edge in found.up(node)} == expected
    assert {as_use(edge) for node in ends for edge in found.down(node)} == expected
    ups = {(user, used) for user, _, used in expected}
    if env is None:
        assert cycles_of(cards) == in_cycles(ups)
    for step, pairs in ((found.up, ups), (found.down, {(used, user) for user, used in ups})):
        for start in ends:
            away = reached(str(start), pairs)
            names = {str(end) for edge in edges_from([start], step) for end in (edge.user, edge.used)}
            assert names | {str(start)} == away.keys()
            for end in ends:
                way = maybe_shortest(start, end, step)
                assert (None if way is None else len(way)) == away.get(str(end))


def test_a_way_is_the_edges_in_their_order() -> None:
    cards: Cards = {"a": {"base": "b"}, "b": {"x_ref": "c", "base": "d"}, "c": {}, "d": {"base": "c"}}
    found = dependencies_of(cards, None)
    way = maybe_shortest(FullName("a"), FullName("c"), found.up)
    assert way is not None
    assert list(map(as_use, way)) == [("a", "base", "b"), ("b", "x_ref", "c")]
    assert maybe_shortest(FullName("c"), FullName("a"), found.up) is None


def test_the_depth_is_how_many_steps_are_gone() -> None:
    cards: Cards = {"a": {"base": "b"}, "b": {"base": "c"}, "c": {"base": "a"}}
    found = dependencies_of(cards, None)
    steps = [[as_use(edge)[0] for edge in edges_from([FullName("a")], found.up, depth)] for depth in (1, 2, None)]
    assert steps == [["a"], ["a", "b"], ["a", "b", "c"]]


def test_a_name_that_no_card_has_is_no_card() -> None:
    found = dependencies_of({"a": {"base": "gone"}}, None)
    assert [found.exists(parse_card_name(name)) for name in ("a", "gone")] == [True, False]
    assert [as_use(edge) for edge in found.down(FullName("gone"))] == [("a", "base", "gone")]


def test_an_answer_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_EDGES", 3)
    cards: Cards = {"a": {}, **{f"b{number}": {"base": "a"} for number in range(4)}}
    with pytest.raises(BoundError, match="more than 3 edges"):
        list(edges_from([FullName("a")], dependencies_of(cards, None).down))


def test_a_card_that_is_its_own_base_uses_itself_and_an_override_only_its_plain_card() -> None:
    cards: Cards = {"selfie": {"base": "selfie"}, "a": {}, "a@lab": {"base": "a"}}
    found = dependencies_of(cards, None)
    assert {as_use(edge) for node in found.nodes for edge in found.up(node)} == {
        ("selfie", "base", "selfie"),
        ("a@lab", "override", "a"),
    }
    assert [as_use(edge) for edge in edges_from([FullName("selfie")], found.down)] == [("selfie", "base", "selfie")]


def test_an_override_of_a_card_that_is_not_there_leads_to_its_name() -> None:
    found = dependencies_of({"ghost@lab": {}}, None)
    assert list(map(str, found.nodes)) == ["ghost", "ghost@lab"]
    assert FullName("ghost") in found and not found.exists(FullName("ghost"))


def test_the_environments_of_a_card_are_not_listed_again_for_each_of_its_users(monkeypatch: pytest.MonkeyPatch) -> None:
    users, environments = 30, 20
    cards: dict[str, dict[str, str | None]] = {"hub": {}, **{f"hub@e{number}": {} for number in range(environments)}}
    found = dependencies_of({**cards, **{f"u{number}": {"base": "hub"} for number in range(users)}}, None)
    listed = Mock()
    monkeypatch.setattr(Dependencies, "_used", listed)
    edges = [edge for node in found.nodes for edge in found.down(node)]
    assert len(edges) == users * (environments + 1) + environments
    listed.assert_not_called()

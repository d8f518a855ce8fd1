"""Mappings laid over others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assetcards.model.overlay import Overlay

KEYS = st.sampled_from("abcd")
LAYERS = st.lists(st.tuples(st.dictionaries(KEYS, st.integers(0, 3)), st.sets(KEYS)), min_size=1, max_size=5)


def laid(layers: list[tuple[dict[str, int], set[str]]], below: Overlay[str, int] | None = None) -> Overlay[str, int]:
    for own, without in layers:
        below = Overlay(own, below=below, without=sorted(without))
    assert below is not None
    return below


@given(LAYERS)
def test_it_holds_what_a_dict_would_after_the_same_steps(layers: list[tuple[dict[str, int], set[str]]]) -> None:
    expected: dict[str, int] = {}
    for own, without in layers:
        expected = {key: value for key, value in expected.items() if key not in without} | own
    overlay = laid(layers)
    assert overlay.flat() == expected
    assert {key: overlay.get(key) for key in "abcd"} == {key: expected.get(key) for key in "abcd"}


@given(LAYERS, LAYERS, LAYERS)
def test_two_differ_at_most_where_they_are_apart(
    shared: list[tuple[dict[str, int], set[str]]],
    first: list[tuple[dict[str, int], set[str]]],
    second: list[tuple[dict[str, int], set[str]]],
) -> None:
    below = laid(shared)
    one, other = laid(first, below), laid(second, below)
    apart = one.apart(other)
    assert {key for key in "abcd" if one.get(key) != other.get(key)} <= apart
    assert apart == {key for own, without in (*first, *second) for key in (*own, *without)}
    assert one.apart(one) == set()


def test_the_keys_that_are_touched_are_those_put_there_and_those_left_out() -> None:
    assert Overlay({"a": 1}, below=Overlay({"b": 2}), without=["c"]).touched == {"a", "c"}

"""Walking nodes."""

from __future__ import annotations

from assetcards.nodes import MappingNode, Node, walk_mappings, walk_scalars
from assetcards.text.yamltext import parse_yaml


def node_of(text: str) -> Node:
    [document] = parse_yaml(text)
    assert document.root is not None
    return document.root


def test_scalars_are_walked_in_the_order_written_without_keys() -> None:
    node = node_of("a: 1\nb: [2, {c: 3}, [4]]\nd: {e: {f: 5}}\n")
    assert [each.value for each in walk_scalars(node)] == [1, 2, 3, 4, 5]


def test_mappings_are_walked_from_the_outermost_in_the_order_written() -> None:
    node = node_of("a: 1\nb: [2, {c: 3}, [{d: 4}]]\ne: {f: {g: 5}}\n")
    assert [list(each.entries) for each in walk_mappings(node)] == [["a", "b", "e"], ["c"], ["d"], ["f"], ["g"]]


def test_a_scalar_has_itself_and_no_mappings() -> None:
    node = node_of("text\n")
    assert list(walk_scalars(node)) == [node]
    assert list(walk_mappings(node)) == []


def test_what_aliases_stand_for_is_walked_each_time() -> None:
    node = node_of("a: &x {b: 1}\nc: *x\n")
    assert isinstance(node, MappingNode)
    assert [each.value for each in walk_scalars(node)] == [1, 1]

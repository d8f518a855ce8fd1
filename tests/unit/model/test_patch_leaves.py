"""The leaves of a patch: values and directives, with their names and origins."""

from __future__ import annotations

import pytest

from assetcards.dotted import dotted_name
from assetcards.model.patch_leaves import leaves_of, maybe_leaf
from assetcards.nodes import plain_value
from tests.unit.cards import catalog_of

LEAVES = """name: base
model_config:
  kept: 1
  nested:
    x: 1
    y: 2
  empty: {}
---
name: leaf
base: base
model_config:
  nested:
    y: 3
  list: [1, 2]
  _set_:
    forced: {k: v, none: {}}
"""


def test_every_leaf_knows_the_card_and_line_that_wrote_it() -> None:
    patch = catalog_of(LEAVES).card("leaf").composed("model")
    assert patch is not None
    leaves = {".".join(map(str, keys)): (leaf.card.name, leaf.line) for keys, leaf in leaves_of(patch)}
    assert leaves == {
        "kept": ("base", 3),
        "nested.x": ("base", 5),
        "nested.y": ("leaf", 13),
        "empty": ("base", 7),
        "list": ("leaf", 14),
        "_set_.forced": ("leaf", 16),
        "forced.k": ("leaf", 16),
        "forced.none": ("leaf", 16),
    }


def test_a_config_that_is_no_mapping_is_one_leaf() -> None:
    patch = catalog_of("name: m\nmodel_config: text\n").card("m").composed("model")
    assert patch is not None
    assert [(keys, leaf.line) for keys, leaf in leaves_of(patch)] == [((), 2)]


CHAINS: dict[str, dict[str, object]] = {
    "{_del_: [dropout], a: 1}": {"_del_.dropout": True, "a": 1},
    "{a: {_del_: [x]}}": {"a._del_.x": True},
    "{a: {}}": {"a": {}},
    "{}": {"": {}},
    "{_set_: {a: {}}}": {"_set_.a": True, "a": {}},
    "{_set_: {a: 1, b: [1]}}": {"a": 1, "b": [1]},
    "{_set_: {a: {b: {c: 1}}}}": {"_set_.a": True, "a.b.c": 1},
    "{_del_: [a], a: {b: 1}}": {"_set_.a": True, "a.b": 1},
    "{_set_: {_del_: [x], _set_: {y: 1}}}": {'"_del_"': ["x"], '_set_."_set_"': True, '"_set_".y': 1},
    "{_del_: [a], a: {_del_: [b], b: {c: 1}, _set_: {d: {}}}}": {"_set_.a": True, "a.b.c": 1, "a.d": {}},
    "text": {"": "text"},
}


@pytest.mark.parametrize("layer", CHAINS)
def test_directives_that_reach_the_defaults_are_leaves(layer: str) -> None:
    patch = catalog_of(f"name: m\nmodel_config: {layer}\n").card("m").composed("model")
    assert patch is not None
    leaves = list(leaves_of(patch))
    assert {dotted_name(path): plain_value(leaf.node) for path, leaf in leaves} == CHAINS[layer]
    assert [maybe_leaf(patch, path) for path, _ in leaves] == [leaf for _, leaf in leaves]


def test_a_mapping_over_a_config_that_is_none_replaces_the_defaults_as_the_line_below_says() -> None:
    cards = "name: a\nmodel_config: 5\n---\nname: b\nbase: a\nmodel_config:\n  x: 1\n"
    patch = catalog_of(cards).card("b").composed("model")
    assert patch is not None
    found = {dotted_name(path): (leaf.card.name, leaf.line) for path, leaf in leaves_of(patch)}
    assert found == {"_set_": ("a", 2), "x": ("b", 7)}


def test_a_mapping_over_a_deletion_replaces_the_default_as_the_deletion_says() -> None:
    cards = "name: a\nmodel_config:\n  _del_:\n  - x\n---\nname: b\nbase: a\nmodel_config: {x: {y: 1}}\n"
    patch = catalog_of(cards).card("b").composed("model")
    assert patch is not None
    found = {dotted_name(path): (leaf.card.name, leaf.line) for path, leaf in leaves_of(patch)}
    assert found == {"_set_.x": ("a", 4), "x.y": ("b", 8)}


@pytest.mark.parametrize("path", [("b",), ("a", "z"), ("a",), ("a", True), (1, "x")])
def test_what_is_no_leaf_is_none(path: tuple[str, ...]) -> None:
    patch = catalog_of("name: m\nmodel_config: {a: {1: x}, _del_: [b]}\n").card("m").composed("model")
    assert patch is not None
    assert maybe_leaf(patch, path) is None

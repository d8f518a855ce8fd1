"""Configs: how layers merge, who wrote each leaf, and which directives are malformed."""

from __future__ import annotations

import pytest

from assetcards import CardError
from assetcards.model.configs import absent_deletions, adds_nothing, merged_leaves
from tests.unit.cards import catalog_of


def config(*layers: str) -> object:
    """The merged model config of layers written as flow mappings, nearest last."""
    return catalog_of(stack(*layers)).card(f"c{len(layers) - 1}").config("model")


def stack(*layers: str) -> str:
    cards = []
    for number, layer in enumerate(layers):
        base = f"base: c{number - 1}\n" if number else ""
        cards.append(f"name: c{number}\n{base}model_config: {layer}\n")
    return "---\n".join(cards)


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        (["{a: 1}", "{b: 2}"], {"a": 1, "b": 2}),
        (["{a: {x: 1, y: 2}}", "{a: {y: 3}}"], {"a": {"x": 1, "y": 3}}),
        (["{a: [1, 2]}", "{a: [3]}"], {"a": [3]}),
        (["{a: {x: 1}}", "{a: 5}"], {"a": 5}),
        (["{a: 5}", "{a: {x: 1}}"], {"a": {"x": 1}}),
        (["{a: 1}", "{a: null}"], {"a": None}),
        (["{a: 1}", "null"], {"a": 1}),
        (["null", "{a: 1}"], {"a": 1}),
        (["null", "null"], None),
        (["{a: 1}", "text"], "text"),
        (["text", "{a: 1}"], {"a": 1}),
        (["{a: 1}", "{}"], {"a": 1}),
        (["{}"], {}),
        (["{a: 1, b: 2}", "{_del_: [a, never]}"], {"b": 2}),
        (["{a: {x: 1}}", "{_del_: [a], a: {y: 2}}"], {"a": {"y": 2}}),
        (["{a: {x: 1}}", "{_set_: {a: {y: 2}}}"], {"a": {"y": 2}}),
        (["{a: 1}", "{a: 2, _set_: {a: 3}}"], {"a": 3}),
        (["{a: {x: 1, y: 2}}", "{a: {_del_: [x]}}"], {"a": {"y": 2}}),
        (["{_set_: {a: {_del_: [x], _set_: {y: 1}}}}"], {"a": {"_del_": ["x"], "_set_": {"y": 1}}}),
        (["{_set_: {a: {x: 1}}}", "{a: {y: 2}}"], {"a": {"x": 1, "y": 2}}),
        (["{_set_: {a: {x: {p: 1}}}}", "{a: {x: {q: 2}}}"], {"a": {"x": {"p": 1, "q": 2}}}),
        (["{_del_: null, _set_: null, a: 1}"], {"a": 1}),
        (["{a: [{_del_: [x]}]}"], {"a": [{"_del_": ["x"]}]}),
        (["{0: a, true: b}", "{0: c}"], {0: "c", True: "b"}),
    ],
)
def test_layers_merge_from_the_farthest_to_the_nearest(layers: list[str], expected: object) -> None:
    assert config(*layers) == expected


FORM = " (write `_del_: [key, ...]` and `_set_: {key: value}`)"


@pytest.mark.parametrize(
    ("layer", "finding"),
    [
        ("{_del_: a}", "x.yaml:2:23: C505 error: _del_ is the string 'a', not a sequence of keys" + FORM),
        ("{_del_: {a: 1}}", "x.yaml:2:23: C505 error: _del_ is a mapping, not a sequence of keys" + FORM),
        (
            "{_del_: [a, 1]}",
            "x.yaml:2:27: C505 error: _del_ has an item that is the integer '1', not the string of a key (quote it)",
        ),
        ("{_set_: [a]}", "x.yaml:2:23: C505 error: _set_ is a sequence, not a mapping of keys to values" + FORM),
        (
            "{_set_: {1: a}}",
            "x.yaml:2:24: C505 error: _set_ has a key that is the integer '1', not a string (quote it)",
        ),
        ("{a: {_del_: 0}}", "x.yaml:2:27: C505 error: _del_ is the integer '0', not a sequence of keys" + FORM),
    ],
)
def test_a_malformed_directive_is_an_error_at_its_location(layer: str, finding: str) -> None:
    with pytest.raises(CardError) as caught:
        config(layer)
    assert [str(d) for d in caught.value.findings] == [finding]


def test_a_malformed_directive_leaves_the_fields_readable() -> None:
    card = catalog_of("name: m\nnote: x\nmodel_config: {_del_: a}\n").card("m")
    assert card.fields["note"] == "x"


def test_a_config_is_a_copy_that_may_be_changed() -> None:
    card = catalog_of("name: m\nmodel_config: {a: [1]}\n").card("m")
    first = card.config("model")
    assert isinstance(first, dict)
    first["a"].append(2)  # type: ignore[union-attr] # (a list, as the line above shows)
    assert card.config("model") == {"a": [1]}


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
    merged = catalog_of(LEAVES).card("leaf").merged_config("model")
    assert merged is not None
    leaves = {".".join(map(str, keys)): (leaf.card.name, leaf.line) for keys, leaf in merged_leaves(merged)}
    assert leaves == {
        "kept": ("base", 3),
        "nested.x": ("base", 5),
        "nested.y": ("leaf", 13),
        "empty": ("base", 7),
        "list": ("leaf", 14),
        "forced.k": ("leaf", 16),
        "forced.none": ("leaf", 16),
    }


def test_a_config_that_is_no_mapping_is_one_leaf() -> None:
    merged = catalog_of("name: m\nmodel_config: text\n").card("m").merged_config("model")
    assert merged is not None
    assert [(keys, leaf.line) for keys, leaf in merged_leaves(merged)] == [((), 2)]


@pytest.mark.parametrize(
    ("below", "layer", "absent"),
    [
        ("{a: 1, b: {c: 2}}", "{_del_: [a, b]}", []),
        ("{a: 1}", "{_del_: [a, gone]}", ["gone"]),
        ("{a: 1}", "{_del_: [a, a]}", ["a"]),
        ("{b: {c: 2}}", "{b: {_del_: [c, d]}}", ["d"]),
        ("{b: {c: 2}}", "{_del_: [b], b: {_del_: [c]}}", ["c"]),
        ("{b: 5}", "{b: {_del_: [c]}}", ["c"]),
        ("{}", "{_set_: {_del_: [a]}}", []),
        ("{a: 1}", "text", []),
    ],
)
def test_a_deletion_of_what_is_not_there_is_found(below: str, layer: str, absent: list[str]) -> None:
    catalog = catalog_of(stack(below, layer))
    merged = catalog.card("c0").merged_config("model")
    assert [
        key.value for key in absent_deletions(merged, catalog.card("c1").field("model_config").entry.value)
    ] == absent


@pytest.mark.parametrize(
    ("below", "layer", "nothing"),
    [
        ("{a: 1, b: {c: 2}}", "{b: {c: 2}}", True),
        ("{a: 1, b: {c: 2}}", "{}", True),
        ("{a: 1}", "{a: 2}", False),
        ("{a: 1}", "{b: 1}", False),
        ("{a: 1}", "{a: 1.0}", False),
        ("{a: 1}", "{a: {}}", False),
        ("{a: 1, b: 1}", "{_del_: [b]}", False),
        ("{a: 1}", "{_set_: {a: 1}}", False),
        ("text", "text", True),
        ("text", "{}", False),
        ("{a: {_del_: [x]}}", "{a: {}}", True),
    ],
)
def test_a_layer_that_leaves_all_as_it_is_adds_nothing(below: str, layer: str, nothing: bool) -> None:
    catalog = catalog_of(stack(below, layer))
    merged = catalog.card("c0").merged_config("model")
    assert merged is not None
    assert adds_nothing(merged, catalog.card("c1").field("model_config").entry.value) is nothing

"""Patches: how layers compose, and who wrote each part."""

from __future__ import annotations

import pytest

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


def test_a_malformed_directive_leaves_the_fields_readable() -> None:
    card = catalog_of("name: m\nnote: x\nmodel_config: {_del_: a}\n").card("m")
    assert card.fields["note"] == "x"


def test_a_config_is_a_copy_that_may_be_changed() -> None:
    card = catalog_of("name: m\nmodel_config: {a: [1]}\n").card("m")
    first = card.config("model")
    assert isinstance(first, dict)
    first["a"].append(2)
    assert card.config("model") == {"a": [1]}


def test_defaults_are_below_the_farthest_layer_and_stay_as_they_are() -> None:
    card = catalog_of(stack("{_del_: [dropout], a: {x: 1}}", "{_set_: {b: {y: 2}}}")).card("c1")
    defaults = {"dropout": 0.1, "a": {"z": [1]}, "b": {"z": 3}, "c": 4}
    opened = card.config("model", defaults=defaults)
    assert opened == {"a": {"x": 1, "z": [1]}, "b": {"y": 2}, "c": 4}
    opened["a"]["z"].append(2)
    assert defaults == {"dropout": 0.1, "a": {"z": [1]}, "b": {"z": 3}, "c": 4}


def test_a_card_without_a_config_gives_a_copy_of_the_defaults() -> None:
    defaults = {"a": [1]}
    opened = catalog_of("name: m\n").card("m").config("model", defaults=defaults)
    assert opened == defaults
    assert opened["a"] is not defaults["a"]

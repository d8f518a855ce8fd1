"""What a resolved card says, leaf by leaf, and where two of them differ."""

from __future__ import annotations

from typing import Any

import pytest

from assetcards.comparison.compare import Content, content_of, find_differences, maybe_leaf
from assetcards.names import parse_asked
from tests.unit.cards import catalog_of


def content(text: str, query: str = "m", *, path: str = "models/x.yaml") -> Content:
    return content_of(catalog_of({path: text}).resolve(parse_asked(query)))


def values(content: Content) -> dict[str, Any]:
    return {field: leaf.value for field, leaf in content.items()}


def differences(old: str, new: str) -> list[tuple[str, str, Any, Any]]:
    """Name, kind, old and new value of every leaf in which a card differs."""
    found = find_differences(content(f"name: m\n{old}\n"), content(f"name: m\n{new}\n"))
    return [(each.field, each.kind, *each.values) for each in found]


def test_a_card_says_its_fields_and_its_configs_merged() -> None:
    text = (
        "name: m\nbase: b\ncheckpoint: hg://org/m\nmodel_config: {a: {x: 1}, l: [1, {y: 2}]}\n---\n"
        "name: b\nlicense: MIT\nmodel_config: {a: {x: 0, z: 3}, e: {}}\ntokenizer_config_override: 5\n"
    )
    assert values(content(text)) == {
        "base": "b",
        "checkpoint": "hg://org/m",
        "license": "MIT",
        "model_config.a.x": 1,
        "model_config.a.z": 3,
        "model_config.e": {},
        "model_config.l": [1, {"y": 2}],
        "tokenizer_config": 5,
    }


def test_the_spelling_of_a_config_says_nothing() -> None:
    assert differences("model_config: {a: 1}", "model_config_overrides: {a: 1}") == []


def test_of_two_spellings_the_one_that_counts_is_compared() -> None:
    old, new = "model_config: {a: 1}", "model_config: {a: 2}\nmodel_config_override: {b: 1}"
    assert differences(old, new) == [("model_config.a", "removed", 1, None), ("model_config.b", "added", None, 1)]


@pytest.mark.parametrize("field", ["description: inherited", "deprecated: {since: '2024'}"])
def test_what_speaks_of_a_base_alone_is_not_said_by_its_heirs(field: str) -> None:
    text = f"name: m\nbase: b\n---\nname: b\n{field}\n"
    assert values(content(text)) == {"base": "b"}
    assert len(content(text, "b")) == 1


def test_an_override_goes_on_speaking_of_its_card() -> None:
    text = "name: m\ndescription: mine\n---\nname: m@lab\nbase: m\nlicense: MIT\n"
    assert values(content(text, "m@lab")) == {"base": "m", "license": "MIT", "description": "mine"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1", "1.0"),
        ("1", "true"),
        ("1.0", "true"),
        ("1", '"1"'),
        ("2024-06-30", '"2024-06-30"'),
        ("null", '""'),
        ("0.0", "-0.0"),
    ],
)
def test_values_of_different_types_differ(old: str, new: str) -> None:
    assert [kind for _, kind, _, _ in differences(f"note: {old}", f"note: {new}")] == ["changed"]
    assert [kind for _, kind, _, _ in differences(f"note: [{old}]", f"note: [{new}]")] == ["changed"]
    assert [kind for _, kind, _, _ in differences(f"note: {{a: {old}}}", f"note: {{a: {new}}}")] == ["changed"]


@pytest.mark.parametrize("value", [".nan", "[.nan]", "{a: 1, b: 2}", "1_000", "2024-06-30T01:02:03Z"])
def test_a_value_equals_itself(value: str) -> None:
    assert differences(f"note: {value}", f"note: {value}") == []


def test_the_order_of_keys_says_nothing_and_that_of_a_list_does() -> None:
    assert differences("note: {a: 1, b: 2}", "note: {b: 2, a: 1}") == []
    assert differences("note: [1, 2]", "note: [2, 1]") == [("note", "changed", [1, 2], [2, 1])]


def test_null_is_a_value_and_absent_is_none() -> None:
    assert differences("note: null", "") == [("note", "removed", None, None)]
    assert differences("", "note: null") == [("note", "added", None, None)]


def test_a_key_that_becomes_text_is_another_key() -> None:
    assert differences("model_config: {0: a}", 'model_config: {"0": a}') == [
        ('model_config."0"', "added", None, "a"),
        ("model_config.0", "removed", "a", None),
    ]


def test_a_mapping_that_becomes_a_scalar_is_reported_leaf_by_leaf() -> None:
    assert differences("model_config: {a: {b: 1}}", "model_config: {a: 2}") == [
        ("model_config.a", "added", None, 2),
        ("model_config.a.b", "removed", 1, None),
    ]


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ("checkpoint: x.pt", "models/x.pt"),
        ("checkpoint: ../x.pt", "x.pt"),
        ("checkpoint: ~/x.pt", "models/~/x.pt"),
        ("readme: ./x.md", "models/x.md"),
        ("readme: x.md", ""),
        ("checkpoint: /x.pt", ""),
        ("checkpoint: hg://org/m", ""),
        ("checkpoint: null", ""),
        ("checkpoint: 5", ""),
        ("model_config: {checkpoint: x.pt}", ""),
    ],
)
def test_a_relative_path_says_also_what_it_names(field: str, place: str) -> None:
    assert [leaf.target for leaf in content(f"name: m\n{field}\n").values()] == [place]


def test_a_relative_path_differs_when_its_file_has_moved() -> None:
    text = "name: m\ncheckpoint: ./x.pt\n"
    found = find_differences(content(text), content(text, path="other/x.yaml"))
    assert [(each.field, each.kind, *each.values) for each in found] == [
        ("checkpoint", "changed", "models/x.pt", "other/x.pt")
    ]


def test_what_is_at_a_path_is_what_the_content_has_there() -> None:
    text = "name: m\nlicense: MIT\ndata: ./x\nmodel_config: {a: {b: 1, 2: 3, none: {}}, true: 4}\n"
    card = catalog_of(text).card("m")
    leaves = content_of(card).values()
    assert {leaf.path: maybe_leaf(card, leaf.path) for leaf in leaves} == {leaf.path: leaf for leaf in leaves}
    for path in (("note",), ("model_config", "a"), ("model_config", 1), ("tokenizer_config", "a"), ("license", "x")):
        assert maybe_leaf(card, path) is None, path

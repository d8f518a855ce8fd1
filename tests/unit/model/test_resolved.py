"""Resolved cards: URIs, kinds and configs, and fields with their types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError

import pytest

from assetcards import CardError, FieldError, FolderTree, MemoryTree, NotFoundError, ResolvedCard
from assetcards.model.catalog import Catalog
from assetcards.model.layers import MAX_CARD_BYTES
from assetcards.model.store import Store
from assetcards.trees.tree import TreeOrigin
from tests.unit.cards import LAYERED, catalog_of


@pytest.mark.parametrize(
    ("field", "kind", "value"),
    [("num_shards", int, 8), ("flag", bool, True), ("model_family", str, "llama"), ("flag", object, True)],
)
def test_a_field_is_given_as_the_type_asked_for(field: str, kind: type, value: object) -> None:
    assert catalog_of(LAYERED).card("leaf").field(field).as_(kind) == value


@pytest.mark.parametrize(
    ("field", "kind", "message"),
    [
        ("num_shards", str, "x.yaml:5: field 'num_shards' of card 'leaf' is of type int, not str"),
        ("flag", int, "x.yaml:6: field 'flag' of card 'leaf' is of type bool, not int"),
        ("num_shards", bool, "x.yaml:5: field 'num_shards' of card 'leaf' is of type int, not bool"),
    ],
)
def test_a_field_of_another_type_is_an_error_that_names_its_location(field: str, kind: type, message: str) -> None:
    with pytest.raises(FieldError) as caught:
        catalog_of(LAYERED).card("leaf").field(field).as_(kind)
    assert str(caught.value) == message


def test_a_gated_card_names_the_url_where_its_checkpoint_is_asked_for() -> None:
    card = catalog_of("name: m\nmodel_family: f\nurl: https://example.org/ask\n").card("m")
    with pytest.raises(FieldError, match=r"no field 'checkpoint' \(ask for it at https://example.org/ask\)"):
        card.uri("checkpoint")


def test_a_null_uri_is_none_and_not_listed() -> None:
    card = catalog_of(LAYERED).card("leaf")
    assert card.uri("checkpoint") is None
    assert card.uris == {}


def test_a_uri_that_is_not_a_string_is_an_error_and_not_listed() -> None:
    card = catalog_of("name: m\ncheckpoint: 5\n").card("m")
    assert card.uris == {}
    with pytest.raises(FieldError, match="is of type int, not str"):
        card.uri("checkpoint")


@pytest.mark.parametrize(
    ("value", "uri"),
    [
        ("hg://org/m", "hg://org/m"),
        ("HTTPS://host/x", "HTTPS://host/x"),
        ("/abs/../x y", "file:///abs/../x%20y"),
        ("~/x", "file:///srv/cards/sub/~/x"),
        ("./x", "file:///srv/cards/sub/x"),
        ("../x", "file:///srv/cards/sub/../x"),
        ("é", "file:///srv/cards/sub/%C3%A9"),
        ("scheme:x", "file:///srv/cards/sub/scheme%3Ax"),
        ("${env:HOME}/x", "file:///srv/cards/sub/%24%7Benv%3AHOME%7D/x"),
    ],
)
def test_a_path_is_relative_to_the_file_that_wrote_it(value: str, uri: str) -> None:
    class Rooted(MemoryTree):
        @property
        def origin(self) -> TreeOrigin:
            return TreeOrigin(kind="path", place="/srv/cards")

    tree = Rooted("files", {"leaf.yaml": "name: m\nbase: b\n", "sub/b.yaml": f"name: b\ncheckpoint: '{value}'\n"})
    assert Catalog([Store(tree)]).card("m").uri("checkpoint") == uri


def test_the_listing_of_uris_has_what_looks_like_one() -> None:
    text = "name: m\ncheckpoint: a\ndata: b\nreadme: ./c\nother: /d\nurl: https://e\nnote: f\nlist: [./g]\n"
    assert sorted(catalog_of(text).card("m").uris) == ["checkpoint", "data", "other", "readme", "url"]


def test_a_path_of_a_folder_is_below_it(tmp_path: object) -> None:
    tree = FolderTree(str(tmp_path))
    assert tree.locate("sub/x.pt") == f"file://{tmp_path}/sub/x.pt"


@pytest.mark.parametrize("ask", [ResolvedCard.config, ResolvedCard.composed, ResolvedCard.is_a])
def test_a_kind_that_there_is_not_is_an_error_with_the_closest(ask: Callable[[ResolvedCard, str], object]) -> None:
    card = catalog_of("name: a\nmodel_family: f\n").card("a")
    with pytest.raises(NotFoundError) as caught:
        ask(card, "modle")
    assert str(caught.value) == "kind 'modle' is not known (did you mean 'model'?)"
    assert card.config("other") is None


def test_kinds_come_in_a_fixed_order_and_count_inherited_families() -> None:
    text = "name: m\nbase: b\ntokenizer_family: t\ndataset_family: null\n---\nname: b\nmodel_family: f\n"
    card = catalog_of(text).card("m")
    assert card.kinds == ["model", "dataset", "tokenizer"]
    assert card.families() == {"model": "f", "dataset": None, "tokenizer": "t"}


def test_a_card_of_no_family_is_other() -> None:
    card = catalog_of("name: m\nnote: x\n").card("m")
    assert card.kinds == ["other"]
    assert card.is_a("other")
    assert not card.is_a("model")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("model_config_overrides: {a: 1}\nmodel_config_override: {a: 2}\nmodel_config: {a: 3}", {"a": 1}),
        ("model_config_override: {a: 2}\nmodel_config: {a: 3}", {"a": 2}),
        ("model_config_overrides: null\nmodel_config: {a: 3}", {"a": 3}),
    ],
)
def test_of_three_spellings_the_first_with_a_value_counts(written: str, expected: object) -> None:
    assert catalog_of(f"name: m\n{written}\n").card("m").configs == {"model": expected}


def test_a_spelling_far_up_the_chain_hides_the_others() -> None:
    text = "name: m\nbase: b\nmodel_config: {near: 1}\n---\nname: b\nmodel_config_overrides: {far: 1}\n"
    assert catalog_of(text).card("m").configs == {"model": {"far": 1}}


BROKEN_CONFIGS = """
name: base
model_config: {_del_: far}
---
name: leaf
base: base
model_config: {_del_: near}
---
name: leaf@lab
base: leaf
note: x
"""


@pytest.mark.parametrize("name", ["leaf", "leaf@lab"])
def test_a_malformed_directive_is_reported_at_the_card_that_writes_it_and_stops_all_that_inherit_from_it(
    name: str,
) -> None:
    catalog = catalog_of(BROKEN_CONFIGS)
    for asked in ("base", name):
        with pytest.raises(CardError) as caught:
            catalog.card(asked).check_configs()
        assert [finding.line for finding in caught.value.findings] == [3]
    with pytest.raises(CardError) as caught:
        catalog_of(BROKEN_CONFIGS.replace("far", "[far]")).card(name).check_configs()
    assert [finding.line for finding in caught.value.findings] == [7]
    catalog_of(BROKEN_CONFIGS.replace("far", "[far]").replace("near", "[near]")).card(name).check_configs()


def test_a_resolved_card_equals_what_resolves_to_the_same_and_is_not_changed() -> None:
    card, again = (catalog_of(LAYERED).card("leaf") for _ in range(2))
    assert card == again
    assert card != catalog_of(LAYERED).card("leaf@lab")
    for value, name in ((card, "layers"), (card.layers[0], "plain"), (card.field("note"), "name")):
        with pytest.raises(FrozenInstanceError):
            setattr(value, name, None)


@pytest.mark.parametrize("depth", [0, 8, 16, 17])
def test_a_card_that_is_surely_sound_is_so_with_the_longest_and_deepest_keys(
    depth: int,
) -> None:
    inner = "".join(f"{' ' * (level + 2)}{'k' * 900}{level}:\n" for level in range(depth))
    leaves = "".join(f"{' ' * (depth + 2)}k{number}: {'v' * 900}\n" for number in range(17 - depth))
    text = f"name: a\nmodel_config:\n{inner}{leaves or ' ' * (depth + 2) + 'v'}\n"
    card = catalog_of(f"{text}---\n{text.replace('name: a', 'name: b').replace('v', 'w')}base: a\n").card("b")
    composed = card.composed("model")
    assert card.layer.is_surely_sound
    assert composed is not None
    assert composed.extent.size <= MAX_CARD_BYTES / 4


def test_a_card_with_a_directive_or_many_values_is_not_surely_sound() -> None:
    many = "".join(f"  k{number}: 1\n" for number in range(50))
    text = f"name: a\nmodel_config:\n  _del_: [x]\n---\nname: b\nbase: a\n---\nname: c\nmodel_config:\n{many}"
    assert [catalog_of(text).card(name).layer.is_surely_sound for name in "abc"] == [False, False, False]

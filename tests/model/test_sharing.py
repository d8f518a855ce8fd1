"""What cards inherit is found out once: the same layers, merged configs and marks wherever they are asked for."""

from __future__ import annotations

import pytest

from assetcards import BoundError, MemoryTree
from assetcards.comparison.marks import Marker
from assetcards.model import graph
from assetcards.model.catalog import Catalog
from assetcards.model.store import Store
from assetcards.model.work import Work
from tests.unit.cards import catalog_of

FAMILY = """\
name: root
model_config: {a: {b: 1, c: 2}, d: 3}
---
name: one
base: root
model_config: {a: {b: 4}}
---
name: two
base: root
---
name: one@lab
note: lab
---
name: one@edge
base: one
note: edge
"""


def test_cards_over_one_base_share_its_layer_and_its_composed() -> None:
    catalog = catalog_of(FAMILY)
    one, two = catalog.card("one"), catalog.card("two")
    assert one.layer.below is two.layer.below is catalog.card("root").layer
    assert two.composed("model") is catalog.card("root").composed("model")


def test_a_layer_that_no_override_touches_is_the_same_in_every_environment() -> None:
    catalog = catalog_of(FAMILY)
    layers = [catalog.card(f"one@{env}").layer for env in ("", "lab", "edge")]
    assert layers[1].below is layers[0].below
    assert layers[2].below is layers[0]


def test_a_catalog_in_another_environment_has_what_was_found_out_in_the_first() -> None:
    catalog = catalog_of(FAMILY)
    there = catalog.with_(env="lab")
    assert there.card("two").layer is catalog.card("two").layer
    assert (there.card("one").env, catalog.card("one").env) == ("lab", None)


def test_a_merged_config_stays_as_it_is_when_others_are_put_over_it() -> None:
    catalog = catalog_of(FAMILY)
    assert catalog.card("one").config("model") == {"a": {"b": 4, "c": 2}, "d": 3}
    assert catalog.card("root").config("model") == {"a": {"b": 1, "c": 2}, "d": 3}


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("name: x\nmodel_config: {a: {b: 4, c: 2}, d: 3}\nbase: root\n", True),
        ("name: x\nmodel_config_overrides: {d: 3, a: {c: 2, b: 4}}\nbase: root\n", True),
        ("name: x\nmodel_config: {a: {b: 4, c: 2}, d: 3.0}\nbase: root\n", False),
        ("name: x\nmodel_config: {a: {b: 4}}\nbase: root\nnote: 1\n", False),
        ("name: x\nmodel_config: {_del_: [d], a: {b: 4}}\nbase: root\n", False),
    ],
)
def test_cards_that_say_the_same_have_the_same_mark(other: str, same: bool) -> None:
    marker = Marker()
    one, another = catalog_of(FAMILY).card("one"), catalog_of(f"{FAMILY}---\n{other}").card("x")
    assert (marker.maybe_mark(one) == marker.maybe_mark(another)) is same


def test_a_card_that_says_nothing_has_no_mark() -> None:
    assert Marker().maybe_mark(catalog_of("name: x\nmodel_config: null\n").card("x")) is None


def test_a_store_beyond_its_values_is_not_read_on() -> None:
    files = {f"{i}.yaml": f"name: n{i}\nlist: [{', '.join('1' * 40)}]\n" for i in range(10)}
    store = Store(MemoryTree("mine", files), reading=Work(200, "values"))
    with pytest.raises(BoundError, match=r"^more than 200 values$"):
        list(store.cards())


def test_a_file_counts_for_its_bytes_when_it_has_few_values() -> None:
    store = Store(MemoryTree("mine", {"a.yaml": f"name: n\n# {'x' * 5000}\n"}), reading=Work(200, "values"))
    with pytest.raises(BoundError):
        store.cards_named("n")


def test_more_questions_than_can_be_answered_end_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph, "MAX_QUESTIONS", 10_000)
    children = "".join(f"---\nname: c{i}\nbase: root\n" for i in range(300))
    overrides = "".join(f"---\nname: root@e{i}\n" for i in range(10_000 // 300))
    catalog = Catalog([Store(MemoryTree("mine", {"a.yaml": f"name: root\n{children}{overrides}"}))])
    with pytest.raises(BoundError, match=r"^more than 10000 answers"):
        catalog.findings()

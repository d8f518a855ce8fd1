"""The config as a family's code gets it, each value with its origin."""

from __future__ import annotations

from typing import Any

import pytest

from assetcards import CardError, Catalog, FieldError
from assetcards.families.known import known_families
from assetcards.families.opened import open_configs
from assetcards.families.opening import CardOrigin, DefaultOrigin, opened_config, opened_leaves
from tests.unit.rules.judging import catalog_of, documents


def opened(config: str, head: str = "model_family: qwen\nmodel_arch: qwen25_3b\n", more: str = "") -> dict[str, Any]:
    """From the dotted name of each value that is not the architecture's to the value and its origin."""
    cards = documents(f"name: tiny\n{head}{config}\n", more) if more else f"name: tiny\n{head}{config}\n"
    catalog = catalog_of({"models/x.yaml": cards})
    card = catalog.card("child" if more else "tiny")
    family = known_families(catalog).maybe_description("model", str(card.field("model_family").value))
    assert family is not None
    field = card.maybe_field("model_arch")
    architecture = str(field.value) if field is not None else None
    patch = card.composed("model")
    value = opened_config(family, architecture, patch)
    found = {}
    for leaf in opened_leaves(family, architecture, patch, value):
        where = leaf.origin
        if isinstance(where, CardOrigin):
            found[".".join(leaf.path)] = (leaf.value, f"{where.card.name}:{where.line}")
        elif where != DefaultOrigin(architecture):
            found[".".join(leaf.path)] = (leaf.value, "class")
    return found


def test_what_no_card_writes_is_of_the_architecture() -> None:
    assert opened("") == {}
    assert opened("model_config: {}") == {}


def test_a_value_of_a_card_has_its_line() -> None:
    assert opened("model_config:\n  max_seq_len: 8\n") == {"max_seq_len": (8, "tiny:5")}


def test_a_deletion_takes_back_the_value_of_the_architecture_and_the_class_fills_its_own() -> None:
    assert opened("model_config: {_del_: [model_dim]}") == {"model_dim": (3584, "class")}


def test_an_integer_for_a_number_is_one() -> None:
    (found,) = opened("model_config: {rope_theta: 7}").values()
    assert repr(found[0]) == "7.0"


def test_a_child_counts_before_its_base() -> None:
    child = "name: child\nbase: tiny\nmodel_config: {num_layers: 2}\n"
    assert opened("model_config: {max_seq_len: 8, num_layers: 1}", more=child) == {
        "max_seq_len": (8, "tiny:4"),
        "num_layers": (2, "child:8"),
    }


@pytest.mark.parametrize("config", ["{encoder_config: {_set_: {}}}", "{_set_: {encoder_config: {}}}"])
def test_a_class_that_is_set_is_filled_by_its_own_defaults(config: str) -> None:
    head = "model_family: wav2vec2\nmodel_arch: large\n"
    found = opened(f"model_config: {config}", head)
    assert (found != {}) is config.startswith("{_set_")
    assert {origin for _, origin in found.values()} <= {"class"}


def test_a_class_that_the_architecture_leaves_out_is_made_whole() -> None:
    head = "model_family: gemma3n\nmodel_arch: e2b\n"
    found = opened("model_config: {audio_config: {hidden_size: 8}}", head)
    assert found["audio_config.hidden_size"] == (8, "tiny:4")


def asked(head: str) -> Catalog:
    return catalog_of({"models/x.yaml": f"name: tiny\n{head}"})


def test_the_config_of_each_described_family_is_opened() -> None:
    catalog = asked("model_family: qwen\nmodel_arch: qwen25_3b\ntokenizer_family: mistral\n")
    opened = open_configs(catalog, catalog.card("tiny"))
    assert [(each.kind, each.source, each.architecture) for each in opened] == [
        ("model", "fairseq2 0.8.1", "qwen25_3b"),
        ("tokenizer", "fairseq2 0.8.1", None),
    ]
    assert (opened[1].config, opened[1].leaves) == (None, ())


@pytest.mark.parametrize(
    ("head", "error", "sentence"),
    [
        ("model_family: qwen\nmodel_config: {max_seq_len: x}\n", CardError, "which qwen does not take"),
        ("model_family: qwen\nmodel_arch: none\n", CardError, "qwen has no architecture 'none'"),
        ("model_family: mine\n", FieldError, "nothing describes the model family 'mine'"),
        ("note: 1\n", FieldError, "the card has no family"),
    ],
)
def test_what_would_not_open_says_why(head: str, error: type[Exception], sentence: str) -> None:
    catalog = asked(head)
    with pytest.raises(error, match=sentence):
        open_configs(catalog, catalog.card("tiny"))


def test_an_architecture_that_only_settings_name_cannot_be_opened() -> None:
    cards = {"models/x.yaml": "name: tiny\nmodel_family: llama\nmodel_arch: mine\n"}
    catalog = catalog_of(cards, '[families.model.llama]\narchitectures = ["mine"]\n')
    with pytest.raises(FieldError, match=r"models/x\.yaml:3: nothing describes the architecture 'mine' of llama"):
        open_configs(catalog, catalog.card("tiny"))


def test_what_is_taken_and_changed_is_opened() -> None:
    catalog = asked("model_family: qwen\nmodel_config: {max_seq_len: 3.9}\n")
    assert open_configs(catalog, catalog.card("tiny"))[0].config["max_seq_len"] == 3.9

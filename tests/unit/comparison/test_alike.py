"""Which changed configs a described family opens as before."""

from __future__ import annotations

import pytest

from assetcards.comparison import alike as module
from assetcards.comparison.alike import find_open_alike
from assetcards.comparison.impact import find_impact
from tests.unit.rules.judging import catalog_of, documents

QWEN = "model_family: qwen\nmodel_arch: qwen25_3b\n"


def alike(old: str, new: str, head: str = QWEN, settings: tuple[str, str] = ("", ""), more: str = "") -> dict[str, str]:
    """The configs of `tiny` and other cards that open as before, each with its family."""
    sides = [
        catalog_of({"models/x.yaml": documents(f"name: tiny\n{head}{config}\n", *([more] if more else []))}, each)
        for config, each in zip((old, new), settings, strict=True)
    ]
    impact = find_impact(sides[0], sides[1])
    assert impact.changed
    found = find_open_alike(sides[0], sides[1], impact)
    return {f"{asked}.{config}": family for asked, each in found.items() for config, family in each.items()}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("note: 1", "model_config: {}"),
        ("note: 1", "model_config: {num_layers: 36}"),
        ("model_config: {rope_theta: 7}", "model_config: {rope_theta: 7.0}"),
        ("model_config: {max_seq_len: 8}", "model_config: {_del_: [num_layers], max_seq_len: 8, num_layers: 36}"),
        ("model_config: {_set_: {max_seq_len: 8}}", "model_config: {max_seq_len: 8, tied_embeddings: true}"),
    ],
)
def test_a_value_that_is_the_default_opens_as_if_nobody_had_written_it(old: str, new: str) -> None:
    assert alike(old, new) == alike(new, old) == {"tiny@.model_config": "qwen"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("note: 1", "model_config: {num_layers: 35}"),
        ("note: 1", "model_config: {_del_: [num_layers]}"),
        ("model_config: {max_seq_len: 8}", "model_config: {_del_: [num_layers], max_seq_len: 8}"),
    ],
)
def test_what_opens_differently_is_not_alike(old: str, new: str) -> None:
    assert alike(old, new) == {}


@pytest.mark.parametrize(
    ("old", "new", "head"),
    [
        ("model_config: {nosuch: 1}", "model_config: {_set_: {nosuch: 1}, num_layers: 36}", QWEN),
        ("note: 1", "model_config: {}", "model_family: qwen\nmodel_arch: nosuch\n"),
        ("note: 1", "model_config: {num_layers: 36}", "model_family: my_model\nmodel_arch: qwen25_3b\n"),
        ("note: 1", "note: 2\nmodel_config: {}", "model_family: opt\n"),
    ],
)
def test_of_what_does_not_open_and_of_what_nobody_describes_nothing_is_said(old: str, new: str, head: str) -> None:
    assert alike(old, new, head) == {}


def test_an_architecture_that_settings_only_name_says_nothing() -> None:
    settings = '[families.model.qwen]\narchitectures = ["my_arch"]\n'
    head = "model_family: qwen\nmodel_arch: my_arch\n"
    assert alike("note: 1", "model_config: {}", head, (settings, settings)) == {}


def test_another_family_is_another_config_though_its_keys_are_the_same() -> None:
    old, new = "model_family: qwen\nmodel_arch: qwen25_3b\n", "model_family: llama\nmodel_arch: llama3_8b\n"
    assert alike(old, f"{new}model_config: {{}}", "") == {}


def test_a_family_that_only_one_side_describes_says_nothing() -> None:
    assert alike("note: 1", "model_config: {}", settings=("", "[families]\nshipped = false\n")) == {}


def test_every_card_that_inherits_the_change_is_opened_with_its_own_defaults() -> None:
    more = "name: child\nbase: tiny\nmodel_arch: qwen25_7b\n"
    assert alike("note: 1", "model_config: {num_layers: 36}", more=more) == {"tiny@.model_config": "qwen"}


def test_a_part_that_did_not_change_is_not_named() -> None:
    tokenizer = "tokenizer_family: qwen\ntokenizer_config: {use_im_end: true}\n"
    assert alike("note: 1", "model_config: {}", f"{QWEN}{tokenizer}") == {"tiny@.model_config": "qwen"}


def test_beyond_the_bound_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_OPENED_BYTES", 10)
    assert alike("note: 1", "model_config: {}") == {}

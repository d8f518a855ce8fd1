"""What a card writes for a described family, at the line that wrote it."""

from __future__ import annotations

import pytest

from tests.unit.rules.judging import WEIGHTS, documents, told_of

QWEN = f"model_family: qwen\nmodel_arch: qwen3_8b\n{WEIGHTS}"


def told(cards: str, **more: str) -> list[str]:
    files = {"models/x.yaml": cards, **{f"models/@{env}/x.yaml": text for env, text in more.items()}}
    return [line.removeprefix("models/") for line in told_of(files) if ": C7" in line]


def card(config: str, head: str = QWEN) -> str:
    return f"name: tiny\n{head}{config}"


@pytest.mark.parametrize(
    ("config", "finding"),
    [
        ("model_config: {max_seq_len: 3.9}", "5:16: C706 LEN the number '3.9', which qwen takes and changes"),
        ("model_config:\n  max_seq_len:\n    4k", "6:3: C705 LEN the string '4k', which qwen does not take"),
        ("model_config: {max_seq_len: null}", "5:16: C705 LEN null, which qwen does not take"),
        ("model_config: {q_norm: 1}", "5:16: C705 model_config.q_norm is the integer '1', which qwen does not take"),
        ("model_config: {max_seq_le: 1}", "5:16: C704 qwen has no config key 'max_seq_le'"),
        ("model_config: {_set_: {max_seq_le: 1}}", "5:24: C704 qwen has no config key 'max_seq_le'"),
        ("model_config: {_set_: {max_seq_len: x}}", "5:24: C705 LEN the string 'x', which qwen does not take"),
        ("model_config: {_del_: [max_seq_le]}", "5:24: C704 qwen has no config key 'max_seq_le'"),
        ("model_config: {max_seq_len: {a: 1}}", "5:16: C705 LEN a mapping, which qwen does not take"),
        ("model_config: 3", "5:1: C705 model_config is the integer '3', which qwen does not take"),
        ("model_config: [max_seq_len]", "5:1: C705 model_config is a sequence, which qwen does not take"),
        ("model_config: {0: 1}", "5:16: C704 qwen has no config key '0'"),
    ],
)  # fmt: skip
def test_a_fault_is_at_its_line(config: str, finding: str) -> None:
    assert told(card(config)) == [f"x.yaml:{finding}".replace("LEN", "model_config.max_seq_len is")]


@pytest.mark.parametrize(
    "config",
    [
        "model_config: {max_seq_len: 4096, tied_embeddings: true, rope_theta: 1}",
        "model_config: {_del_: [max_seq_len]}",
        "model_config: {max_seq_len: '${env:LENGTH}'}",
        "model_config: {max_seq_len: true}",
        "model_config: {}",
        "model_config: null",
        "note: {max_seq_le: 1}",
    ],
)
def test_what_the_code_takes_is_no_fault(config: str) -> None:
    assert told(card(config)) == []


def test_a_variable_cannot_be_a_boolean() -> None:
    assert told(card("model_config: {tied_embeddings: '${env:TIED}'}")) == [
        "x.yaml:5:16: C705 model_config.tied_embeddings is the string '${env:TIED}', which qwen does not take"
    ]


def test_a_fault_of_a_base_is_reported_once_and_that_of_an_override_in_its_file() -> None:
    children = [f"name: child{number}\nbase: tiny\n" for number in range(3)]
    cards = documents(card("model_config: {max_seq_le: 1}\n"), *children)
    assert told(cards, lab="name: child1@lab\nmodel_config: {max_seq_len: x}\n") == [
        "@lab/x.yaml:2:16: C705 model_config.max_seq_len is the string 'x', which qwen does not take",
        "x.yaml:5:16: C704 qwen has no config key 'max_seq_le'",
    ]


def test_another_family_in_an_environment_judges_the_config_of_the_base() -> None:
    cards = card("model_config: {num_layers: 3, q_norm: true}\n")
    assert told(cards, lab="name: tiny@lab\nmodel_family: llama\nmodel_arch: 7b\n") == [
        "x.yaml:5:31: C704 llama has no config key 'q_norm'"
    ]


def test_a_nested_class_is_judged_inside_lists_too() -> None:
    head = f"model_family: w2vbert\nmodel_arch: 300m\n{WEIGHTS}"
    config = "model_config:\n  w2v2_config:\n    encoder_config:\n      norm_order: pre\n      dims: 3\n"
    config += "      feature_extractor_layer_descs:\n      - [1, 2, 3]\n      - [1, 2]\n"
    assert told(card(config, head)) == [
        (
            "x.yaml:8:7: C705 model_config.w2v2_config.encoder_config.norm_order is the string 'pre', "
            "which w2vbert does not take"
        ),
        "x.yaml:9:7: C704 w2vbert has no config key 'w2v2_config.encoder_config.dims'",
        (
            "x.yaml:12:9: C705 model_config.w2v2_config.encoder_config.feature_extractor_layer_descs.1 is a sequence, "
            "which w2vbert does not take"
        ),
    ]


def test_a_mapping_with_a_date_as_key_is_judged() -> None:
    head = f"model_family: wav2vec2\n{WEIGHTS}"
    config = "model_config: {encoder_config: {feature_extractor_layer_descs: [{2020-01-01: x}]}}"
    assert told(card(config, head)) == [
        (
            "x.yaml:4:65: C705 model_config.encoder_config.feature_extractor_layer_descs.0 is a mapping, "
            "which wav2vec2 does not take"
        )
    ]


@pytest.mark.parametrize(
    ("architecture", "found"),
    [("mine", []), ("autoo", ["x.yaml:3:13: C703 hg has no architecture 'autoo'"])],
)
def test_of_an_architecture_whose_config_is_not_known_nothing_is_missing(architecture: str, found: list[str]) -> None:
    text = card("model_config: {dtype: bfloat16}", f"model_family: hg\nmodel_arch: {architecture}\n{WEIGHTS}")
    settings = '[families.model.hg]\narchitectures = ["mine"]\n'
    lines = told_of({"models/x.yaml": text}, settings)
    assert [line.removeprefix("models/") for line in lines if ": C7" in line] == found


def test_a_family_without_configs_takes_none() -> None:
    head = "tokenizer_family: mistral\ntokenizer: hg://org/tiny@0123456789abcdef0123456789abcdef01234567\n"
    assert told(card("tokenizer_config: {a: 1}", head)) == ["x.yaml:4:1: C705 mistral takes no config"]


def test_what_has_no_default_is_missing_in_what_is_opened() -> None:
    head = f"model_family: hg\n{WEIGHTS}"
    assert told(card("", head)) == ["x.yaml:2:15: C707 hg has no default config, and the card names no architecture"]
    taken = card("model_arch: auto\nmodel_config: {_del_: [hf_name]}\n", head)
    assert told(taken) == ["x.yaml:5:24: C707 model_config.hf_name has no value, and hg has no default for it"]
    given_back = "---\nname: child\nbase: tiny\nmodel_config: {hf_name: x}\n"
    assert told(taken + given_back) == []


@pytest.mark.parametrize(("family", "known"), [("llama5", True), ("qwen4", True), ("my_model", True), ("qwne", False)])
def test_a_family_that_nobody_describes_gets_no_opinion_unless_it_is_a_typo(family: str, known: bool) -> None:
    found = told(f"name: tiny\nmodel_family: {family}\n{WEIGHTS}model_config: {{x: 1}}\n")
    assert found == ([] if known else ["x.yaml:2:15: C701 no model family 'qwne' is known"])


def test_a_family_that_more_cards_have_is_known() -> None:
    cards = [f"name: c{number}\nmodel_family: my_modle\n{WEIGHTS}" for number in range(2)]
    other = f"name: other\nmodel_family: my_model\n{WEIGHTS}"
    assert told(documents(*cards, other)) == ["x.yaml:10:15: C701 no model family 'my_model' is known"]

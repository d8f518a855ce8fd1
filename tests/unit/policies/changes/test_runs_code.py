"""P110: values with which opening a card runs code."""

from __future__ import annotations

import pytest

from tests.unit.policies.judging import finder

found_in = finder("P110")

OLD = "name: old\nlicense: MIT\n"
NEW = f"{OLD}---\nname: new\nmodel_family: llama\n"


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("model_config: {trust_remote_code: true}", "model_config.trust_remote_code"),
        ("model_config: {a: {b: {trust_remote_code: yes please}}}", "model_config.a.b.trust_remote_code"),
        ("model_config_overrides: {trust_remote_code: 1}", "model_config.trust_remote_code"),
        ("model_config: {_set_: {trust_remote_code: true}}", "model_config.trust_remote_code"),
        ("model_config: {_set_: {hub: {trust_remote_code: true}}}", "model_config.hub.trust_remote_code"),
        ("model_config: {parts: [1, [{trust_remote_code: true}]]}", "model_config.parts.trust_remote_code"),
        ("tokenizer_config: {trust_repo: true}\ntokenizer_family: x", "tokenizer_config.trust_repo"),
        ("model_config: {load: {weights_only: false}}", "model_config.load.weights_only"),
        ("model_config: {auto_map: {AutoModel: x.Model}}", "model_config.auto_map"),
        ("model_config: {optimizer: {_target_: os.system}}", "model_config.optimizer._target_"),
        ("extra: {trust_remote_code: true}", "extra.trust_remote_code"),
        ("trust_remote_code: true", "trust_remote_code"),
    ],
)
def test_a_new_card_that_runs_code_needs_review(written: str, named: str) -> None:
    (found,) = found_in(OLD, f"{NEW}{written}\n")
    assert found == f"6: P110 warning: code runs when new card 'new' is opened: {named}"


@pytest.mark.parametrize(
    "written",
    [
        "{trust_remote_code: false}",
        "{trust_remote_code: null}",
        "{weights_only: true}",
        "{auto_map: null, _target_: ''}",
        "{a: trust_remote_code, trust_remote: true}",
        "{_del_: [trust_remote_code]}",
    ],
)
def test_what_runs_no_code_is_not_reported(written: str) -> None:
    assert found_in(OLD, f"{NEW}model_config: {written}\n") == []


def test_an_existing_card_that_runs_code_now_needs_review_once_for_all_heirs() -> None:
    old = f"{NEW}model_config: {{a: 1}}\n---\nname: heir\nbase: new\n"
    assert found_in(old, old.replace("a: 1", "a: 1, trust_remote_code: true")) == [
        "6: P110 warning: code runs when 'heir', 'new' is opened: model_config.trust_remote_code"
    ]


def test_a_value_that_ran_code_before_is_not_reported_again() -> None:
    old = f"{NEW}model_config: {{parts: [{{trust_remote_code: true}}]}}\n"
    assert found_in(old, old.replace("parts: [", "parts: [1, ")) == []
    assert found_in(old, f"{old}license: MIT\n") == []


def test_a_new_card_with_an_old_base_that_runs_code_needs_review_at_the_base() -> None:
    old = f"{NEW}model_config: {{trust_remote_code: true}}\n"
    assert found_in(old, f"{old}---\nname: heir\nbase: new\n") == [
        "6: P110 warning: code runs when new card 'heir' is opened: model_config.trust_remote_code"
    ]
    assert found_in(old, f"{old}---\nname: heir\nbase: new\nmodel_config: {{trust_remote_code: false}}\n") == []


def test_code_that_only_an_environment_brings_is_reported_with_it() -> None:
    new = f"{NEW}---\nname: new@lab\nmodel_config: {{trust_remote_code: true}}\n"
    (found,) = found_in(OLD, new)
    assert found.endswith("when new card 'new' in environment 'lab' is opened: model_config.trust_remote_code")


def test_an_override_that_makes_an_existing_card_run_code_needs_review_where_it_applies() -> None:
    old = f"{NEW}model_config: {{a: 1}}\n"
    assert found_in(old, f"{old}---\nname: new@lab\nmodel_config: {{trust_remote_code: true}}\n") == [
        "9: P110 warning: code runs when 'new' in environment 'lab' is opened: model_config.trust_remote_code"
    ]

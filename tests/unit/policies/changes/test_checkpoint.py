"""P102: another checkpoint under the same name."""

from __future__ import annotations

from tests.unit.policies.judging import finder

found_in = finder("P102")

OLD = "name: base\nmodel_family: llama\n---\nname: one\nbase: base\ncheckpoint: hg://org/one\n"


def test_a_checkpoint_that_is_added_is_none_that_changed() -> None:
    assert found_in(OLD.replace("checkpoint: hg://org/one\n", ""), OLD) == []
    assert found_in(OLD, OLD.replace("llama\n", "llama\ncheckpoint: hg://org/base\n")) == []


def test_a_checkpoint_that_changes_or_goes_needs_review() -> None:
    message = "P102 warning: checkpoint of 'one' changed from 'hg://org/one' to {} under the same name"
    assert found_in(OLD, OLD.replace("org/one", "org/two")) == [f"6: {message.format(repr('hg://org/two'))}"]
    assert found_in(OLD, OLD.replace("checkpoint: hg://org/one\n", "")) == [f"4: {message.format('nothing')}"]


def test_another_field_is_no_checkpoint() -> None:
    assert found_in(OLD, f"{OLD}tokenizer: ./x\ncheckpoint_format: y\n") == []


def test_a_card_that_inherits_another_checkpoint_from_a_new_base_is_reported_where_it_names_it() -> None:
    old = f"{OLD}---\nname: two\ncheckpoint: hg://org/two\n---\nname: heir\nbase: one\n"
    (finding,) = found_in(old, old.replace("heir\nbase: one", "heir\nbase: two"))
    assert finding.startswith("9: P102 warning: checkpoint of 'heir' changed from 'hg://org/one' to 'hg://org/two' ")


def test_a_checkpoint_of_the_last_override_of_an_environment_is_reported_where_its_card_is_bare() -> None:
    (finding,) = found_in(f"{OLD}---\nname: one@lab\ncheckpoint: /lab/one\n", OLD)
    where = "checkpoint of 'one' in environment 'lab'"
    assert finding == f"6: P102 warning: {where} changed from '/lab/one' to 'hg://org/one' under the same name"

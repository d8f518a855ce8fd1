"""P106: fields that are frozen, by their names and by the names of what they are in."""

from __future__ import annotations

import pytest

from tests.unit.policies.judging import finder

found_in = finder("P106")

OLD = "name: one\nmodel_arch: tiny\nmodel_config: {dim: 1, rope: {theta: 1}, rope_2: 1}\nnote: x\n"


def frozen(*names: str) -> str:
    return f"[policy]\nfrozen_fields = {list(names)}\n"


def test_without_frozen_fields_everything_may_change() -> None:
    assert found_in(OLD, OLD.replace("tiny", "big").replace("1", "2")) == []


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("model_arch", ["model_arch"]),
        ("model_config.rope", ["model_config.rope.theta"]),
        ("model_config.rope.theta", ["model_config.rope.theta"]),
        ("model_config", ["model_config.dim", "model_config.rope.theta", "model_config.rope_2"]),
        ("model_config_overrides.dim", ["model_config.dim"]),
        ("model", []),
        ("model_config.rope.theta.x", []),
    ],
)
def test_a_name_freezes_what_it_names_and_all_below_it(name: str, changed: list[str]) -> None:
    found = found_in(OLD, OLD.replace("tiny", "big").replace("1", "2"), frozen(name))
    assert [line.split()[3] for line in found] == changed


@pytest.mark.parametrize(
    ("config", "changed"),
    [
        ("_del_: [rope]", ["model_config._del_.rope"]),
        ("_del_: [width]", []),
        ("_set_: {rope: {scale: 1}}", ["model_config._set_.rope", "model_config.rope.scale"]),
        ("rope: {_del_: [theta]}", ["model_config.rope._del_.theta"]),
        ("rope: {_del_: [scale]}", []),
        ("rope: {_set_: {theta: {}}}", ["model_config.rope._set_.theta", "model_config.rope.theta"]),
    ],
)
def test_a_directive_reaches_what_the_defaults_have_below_it(config: str, changed: list[str]) -> None:
    old = "name: one\nmodel_config: {dim: 1}\n"
    found = found_in(old, f"name: one\nmodel_config: {{dim: 1, {config}}}\n", frozen("model_config.rope.theta"))
    assert [line.split()[3] for line in found] == [name for name in changed if not name.endswith("scale")]


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (OLD.replace("note: x", "note: y"), "4: P106 error: note of 'one' changed from 'x' to 'y', but it is frozen"),
        (OLD.replace("note: x\n", ""), "1: P106 error: note of 'one' changed from 'x' to nothing, but it is frozen"),
        (f"{OLD}owners: [a]\n", "5: P106 error: owners of 'one' changed from nothing to ['a'], but it is frozen"),
    ],
)
def test_a_frozen_field_may_neither_change_nor_go_nor_come(new: str, found: str) -> None:
    assert found_in(OLD, new, frozen("note", "owners")) == [found]


def test_a_new_card_has_no_frozen_field_that_changed() -> None:
    assert found_in(OLD, f"{OLD}---\nname: two\nmodel_arch: big\n", frozen("model_arch")) == []

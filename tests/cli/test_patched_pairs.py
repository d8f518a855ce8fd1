"""Pairs of catalogs whose configs open differently, or not: what every verb that compares says of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

FREEZE = '[policy]\nfrozen_fields = ["model_config"]\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The configs of `base` and of `child`, which inherits from it, before and after; and what differs in the child.

    `differs` are the leaves that differ, each with whether the new text has it (and blame names a line for it).
    """

    old: tuple[str, str]
    new: tuple[str, str]
    differs: dict[str, bool]


PAIRS = {
    "scalars and lists moved under _set_": Pair(
        old=("model_config: {a: 1, e: {b: [1]}}", "model_config: {c: 2, d: null}"),
        new=("model_config: {_set_: {a: 1}, e: {_set_: {b: [1]}}}", "model_config: {_set_: {c: 2, d: null}}"),
        differs={},
    ),
    "a mapping moved under _set_": Pair(
        old=("model_config: {encoder: {layers: 2}}", "model_config: {c: 2}"),
        new=("model_config: {_set_: {encoder: {layers: 2}}}", "model_config: {c: 2}"),
        differs={"model_config._set_.encoder": True},
    ),
    "an inner mapping moved under _set_": Pair(
        old=("model_config: {encoder: {rope: {theta: 1}}}", "model_config: {c: 2}"),
        new=("model_config: {encoder: {_set_: {rope: {theta: 1}}}}", "model_config: {c: 2}"),
        differs={"model_config.encoder._set_.rope": True},
    ),
    "a deletion of a default added to the base": Pair(
        old=("model_config: {a: 1}", "model_config: {c: 2}"),
        new=("model_config: {_del_: [dropout], a: 1}", "model_config: {c: 2}"),
        differs={"model_config._del_.dropout": True},
    ),
    "a deletion of a default removed from the base": Pair(
        old=("model_config: {_del_: [dropout], a: 1}", "model_config: {c: 2}"),
        new=("model_config: {a: 1}", "model_config: {c: 2}"),
        differs={"model_config._del_.dropout": False},
    ),
    "a deletion written again": Pair(
        old=("model_config: {_del_: [x], a: 1}", "model_config: {c: 2}"),
        new=("model_config: {_del_: [x, x], a: 1}", "model_config: {c: 2, _del_: [x]}"),
        differs={},
    ),
    "the spelling renamed in every layer": Pair(
        old=("model_config: {_del_: [x], a: 1}", "model_config: {c: 2}"),
        new=("model_config_overrides: {_del_: [x], a: 1}", "model_config_overrides: {c: 2}"),
        differs={},
    ),
    "the spelling renamed in one layer": Pair(
        old=("model_config: {_del_: [x], a: 1}", "model_config: {c: 2}"),
        new=("model_config: {_del_: [x], a: 1}", "model_config_overrides: {c: 2}"),
        differs={"model_config._del_.x": False, "model_config.a": False},
    ),
    "a layer that is no mapping put below": Pair(
        old=("note: 1", "model_config: {c: 2}"),
        new=("model_config: text\nnote: 1", "model_config: {c: 2}"),
        differs={"model_config._set_": True},
    ),
    "an empty mapping where nothing was": Pair(
        old=("note: 1", "note: 2"),
        new=("model_config: {}\nnote: 1", "note: 2"),
        differs={"model_config": True},
    ),
    "a null over a mapping of the defaults": Pair(
        old=("model_config: {a: {}}", "model_config: {c: 2}"),
        new=("model_config: {a: {}}", "model_config: {c: 2, a: null}"),
        differs={"model_config.a": True},
    ),
}


def cards(configs: Iterable[str]) -> str:
    base, child = configs
    return f"name: base\nmodel_family: llama\n{base}\n---\nname: child\nbase: base\n{child}\n"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    repo = GitFixture.init(tmp_path / "repo")
    monkeypatch.chdir(repo.folder)
    return repo


@pytest.mark.parametrize("about", PAIRS)
def test_every_verb_that_compares_says_what_opens_differently(repo: GitFixture, ask: Ask, about: str) -> None:
    pair = PAIRS[about]
    repo.commit({"catalog/catalog.toml": FREEZE, "catalog/models/x.yaml": cards(pair.old)})
    assert ask("lock", "child", "--rev", "main")[0] == 0
    before = repo.head()
    repo.commit({"catalog/models/x.yaml": cards(pair.new)}, message="Another config")
    after = repo.head()

    changed = json.loads(ask("diff", before, after, "--format", "json")[1])["changed"]
    assert {name for each in changed if each["name"] == "child" for name in each["fields"]} == set(pair.differs)

    newest = json.loads(ask("log", "child", "--format", "json")[1])["entries"][0]
    assert newest["commit"] == (after if pair.differs else before)
    assert not pair.differs or set(newest["fields"]) == set(pair.differs)

    code, objections, _ = ask("policy", before, after)
    assert code == (1 if pair.differs else 0)
    assert [name for name in pair.differs if f"{name} of " not in objections] == []

    assert ask("lock", "--check")[0] == (1 if pair.differs else 0)

    listed = json.loads(ask("list", "--changed", "--format", "json")[1])["cards"]
    by_name = {each["name"]: each["changed"]["commit"] for each in listed}
    assert by_name["child"] == (after if pair.differs else before)

    blamed = json.loads(ask("blame", "child", "--format", "json")[1])["entries"]
    commits = {each["field"]: each["commit"] for each in blamed}
    assert {name: commits.get(name) for name in pair.differs} == {
        name: after if is_there else None for name, is_there in pair.differs.items()
    }


def test_two_cards_that_open_differently_are_compared_by_what_they_do_to_the_defaults(
    repo: GitFixture, ask: Ask
) -> None:
    repo.commit({"catalog/catalog.toml": "", "catalog/models/x.yaml": cards(("model_config: {_del_: [x]}", "note: 1"))})
    repo.write({"catalog/models/y.yaml": "name: other\nmodel_family: llama\nmodel_config: {_set_: {e: {}}}\n"})
    found = json.loads(ask("compare", "child", "other", "--format", "json")[1])
    assert found["fields"].keys() == {
        "base",
        "note",
        "model_config._del_.x",
        "model_config._set_.e",
        "model_config.e",
    }

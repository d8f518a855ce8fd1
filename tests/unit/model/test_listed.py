"""The names that `list` gives: kept when every card resolves, and all stores can be told from changed ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetcards import MemoryTree, open_catalog
from assetcards.model import store
from assetcards.model.listed import keep_listed, maybe_listed
from assetcards.names import FullName
from assetcards.trees import stats
from assetcards.trees.tree import Tree

NAMES = [FullName("tiny"), FullName("tiny", "lab")]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(store, "MIN_INDEXED", 1)
    monkeypatch.setattr(stats, "SETTLED_NS", -(10**18))
    cards = tmp_path / "cards"
    cards.mkdir()
    (cards / "catalog.toml").write_text("")
    (cards / "tiny.yaml").write_text("name: tiny\n---\nname: tiny@lab\n")
    return cards


def listed(folder: Path, env: str = "", stores: list[Tree | str] | None = None) -> list[str] | None:
    with open_catalog(folder, env=env, stores=stores or []) as catalog:
        names = maybe_listed(catalog)
        return None if names is None else list(names)


def keep(folder: Path, env: str = "", stores: list[Tree | str] | None = None) -> None:
    with open_catalog(folder, env=env, stores=stores or []) as catalog:
        catalog.findings()
        keep_listed(catalog, NAMES)


def test_names_are_kept_for_the_environment_in_force(folder: Path) -> None:
    assert listed(folder) is None
    keep(folder)
    assert (listed(folder), listed(folder, "lab")) == (list(map(str, NAMES)), None)
    keep(folder, "lab")
    assert listed(folder, "lab") == list(map(str, NAMES))


def test_names_are_not_kept_when_a_file_has_changed_while_cards_were_read(folder: Path) -> None:
    with open_catalog(folder, env="", stores=[]) as catalog:
        catalog.findings()
        (folder / "tiny.yaml").write_text("name: other\n")
        keep_listed(catalog, NAMES)
    assert listed(folder) is None


def test_names_are_kept_for_the_stores_beside_it_and_not_with_one_that_nobody_knows(
    folder: Path, tmp_path: Path
) -> None:
    beside = tmp_path / "beside"
    beside.mkdir()
    (beside / "a.yaml").write_text("name: a\n")
    keep(folder, stores=[str(beside)])
    assert listed(folder) is None
    assert listed(folder, stores=[str(beside)]) == list(map(str, NAMES))
    (beside / "a.yaml").write_text("name: b\n")
    assert listed(folder, stores=[str(beside)]) is None
    keep(folder, stores=[MemoryTree(cards=[{"name": "m"}])])
    assert listed(folder, stores=[MemoryTree(cards=[{"name": "m"}])]) is None


def test_names_are_not_kept_of_a_small_catalog_nor_beside_what_was_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as small:
        small.setattr(store, "MIN_INDEXED", 2)
        keep(folder)
    assert listed(folder) is None

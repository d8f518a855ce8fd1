"""`catalog validate` of a change: the same is said whatever is kept in the cache of what was judged before."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from assetcards import Catalog
from assetcards.git.index_listing import IndexListing
from assetcards.git.rooted_tree import RootedTree
from assetcards.lint import judging, local
from assetcards.lint.lint import Found, find_all
from assetcards.model import store
from assetcards.rules.rule import Rule
from assetcards.sources.defaults import unindexed
from tests.cli.conftest import BASE, Ask
from tests.gitfixture import GitFixture

LICENSE = "license: MIT"
TINY = "catalog/models/tiny.yaml"


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many cards there were whenever a catalog was judged."""
    counts: list[int] = []

    def counting(catalog: Catalog, rules: Iterable[Rule] | None = None) -> Found:
        counts.append(len(list(catalog.own_cards())))
        return find_all(catalog, rules)

    for module in (local, judging):
        monkeypatch.setattr(module, "find_all", counting)
    return counts


def stage(cards: GitFixture, old: str, new: str) -> None:
    text = (cards.folder / TINY).read_text()
    assert old in text
    cards.write({TINY: text.replace(old, new)})
    cards.git("add", TINY)


def both(ask: Ask, *arguments: str) -> tuple[int, str, str]:
    """What is said, which is the same when nothing is read from the cache, or kept in it."""
    found = ask("validate", *arguments)
    with unindexed():
        assert ask("validate", *arguments) == found
    return found


def test_a_second_look_at_a_staged_change_judges_what_it_reaches(
    cards: GitFixture, ask: Ask, judged: list[int]
) -> None:
    stage(cards, LICENSE, "license: mit license")
    first = ask("validate", "--staged")
    assert (first[0], max(judged)) == (1, 4)
    judged.clear()
    assert ask("validate", "--staged") == first
    assert judged == []
    stage(cards, "license: mit license", "license: Apache-2.0")
    judged.clear()
    assert ask("validate", "--staged")[0] == 0
    assert max(judged) == 3  # without the card of the data
    cards.git("commit", "-qm", "Change the license")
    stage(cards, "dropout: 0.1", "dropout: 0.2")
    judged.clear()
    assert ask("validate", "--staged")[0] == 0
    assert max(judged) == 3  # what was found in order when it was staged is known after the commit


def test_what_is_known_of_a_large_catalog_spares_listing_it(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the commit nor the index is listed: folders that are the same in both are not read."""
    monkeypatch.setattr(store, "MIN_INDEXED", 1)
    stage(cards, "dropout: 0.1", "dropout: 0.2")
    assert both(ask, "--staged")[0] == 0
    stage(cards, LICENSE, "license: mit license")
    with monkeypatch.context() as patched:
        patched.delattr(RootedTree, "_walk")
        patched.delattr(IndexListing, "_listed")
        found = ask("validate", "--staged")
    assert found[0] == 1
    assert both(ask, "--staged") == found


def test_the_changes_since_a_commit_are_judged_in_the_same_way(cards: GitFixture, ask: Ask, judged: list[int]) -> None:
    stage(cards, LICENSE, "license: mit license")
    cards.git("commit", "-qm", "Change the license")
    first = ask("validate", "--from-ref", "HEAD~1")
    judged.clear()
    assert (first[0], ask("validate", "--from-ref", "HEAD~1"), judged) == (1, first, [])
    assert ask("validate", "--from-ref", "HEAD~1", "--quiet")[0] == 1
    assert max(judged) == 3


def _remove(folder: Path) -> None:
    shutil.rmtree(folder)


def _cut(folder: Path) -> None:
    for file in folder.iterdir():
        file.write_bytes(file.read_bytes()[:-2])


def _let_others_write(folder: Path) -> None:
    for file in folder.iterdir():
        file.chmod(0o666)


@pytest.mark.parametrize("damage", [_remove, _cut, _let_others_write])
def test_without_the_cache_everything_is_judged_again(
    cards: GitFixture, ask: Ask, judged: list[int], damage: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = cards.folder.parent / "cache"
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(cache))
    stage(cards, LICENSE, "license: mit license")
    first = ask("validate", "--staged")
    for kind in ("judged", "changes"):
        damage(cache / f"{kind}-{os.geteuid()}")
    judged.clear()
    assert ask("validate", "--staged") == first
    assert max(judged) == 4


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("catalog/catalog.toml", '[rules]\nignore = ["C304"]\n'),
        ("catalog/models/new.yaml", "name: Tiny\n"),
        (TINY, BASE.replace("name: tiny", "name: tiny_model")),
        (".gitattributes", "*.yaml filter=x\n"),
        ("catalog/models/weights/tiny.pt", None),
    ],
)
def test_what_is_known_of_one_state_is_not_taken_for_another(
    cards: GitFixture, ask: Ask, path: str, text: str | None
) -> None:
    stage(cards, LICENSE, "license: mit license")
    both(ask, "--staged")
    both(ask, "--staged")
    if text is None:
        cards.git("rm", "-qf", path)
    else:
        cards.write({path: text})
        cards.git("add", path)
    assert both(ask, "--staged", "--format", "json")[0] in (0, 1)
    cards.git("commit", "-qm", "Change more")
    stage(cards, "dropout: 0.1", "dropout: yes please")
    for _ in range(2):
        both(ask, "--staged")
        both(ask, "--from-ref", "HEAD~1")
        both(ask, "--from-ref", "v1")

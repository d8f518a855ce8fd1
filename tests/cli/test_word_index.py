"""Words of card files that are kept in the cache: no answer about a change depends on them but the time it takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetcards.git.commit_tree import CommitTree
from assetcards.model import store
from tests.cli.conftest import BASE, CHILD, Ask
from tests.gitfixture import GitFixture


@pytest.fixture
def changed(cards: GitFixture, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    """Some commits of a catalog that counts for large: cards that name others in odd ways, and some that are broken."""
    monkeypatch.setattr(store, "MIN_INDEXED", 0)
    cards.commit(
        {
            "catalog/models/odd.yaml": '{"name": "\\x6fdd", base: "tin\\x79"}\n',
            "catalog/models/flow.yaml": "- {name: in_a_list, base: tiny}\n",
            "catalog/models/half.yaml": "name: half\nbase: tiny\nnote: [\n",
            "catalog/models/needs.yaml": "name: needs\nbase: half\n",
            "catalog/models/anchored.yaml": "name: &n anchored\nbase: tiny_chat\nnote: *n\n",
        }
    )
    cards.commit({"catalog/models/tiny.yaml": f"{BASE}---\n{CHILD}".replace("layers: 2", "layers: 3")})
    cards.commit({"catalog/models/tiny.yaml": f"{BASE}---\n{CHILD}", "catalog/models/half.yaml": "name: half\n"})
    return cards


def words_in(cache: Path) -> list[Path]:
    return sorted(cache.glob("words-*/*"))


@pytest.mark.parametrize("question", ["diff HEAD~1 HEAD", "policy HEAD~1 HEAD", "log tiny_chat --rev HEAD"])
def test_of_commits_that_are_compared_again_the_files_are_not_listed(
    changed: GitFixture, cache: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    changed.commit({"catalog/datasets/sums.yaml": "name: sums\ndataset_family: generic\n"})
    changed.commit({"catalog/datasets/sums.yaml": "name: sums\ndataset_family: generic\nlicense: MIT\n"})
    ask("diff", "HEAD~1", "HEAD")
    expected = ask(*question.split())
    monkeypatch.setattr(CommitTree, "_walk", None)
    assert ask(*question.split()) == expected


@pytest.mark.parametrize("question", ["diff HEAD~1 HEAD", "policy HEAD~1 HEAD"])
def test_without_the_cache_words_are_neither_kept_nor_used(
    changed: GitFixture, cache: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    expected = ask("--no-cache", *question.split())
    assert words_in(cache) == []
    assert ask(*question.split()) == expected
    monkeypatch.setattr("assetcards.sources.word_indexes.WordIndexFolder", None)
    assert ask("--no-cache", *question.split()) == expected

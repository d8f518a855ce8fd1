"""Where a relative repository is, and how often the tree of an upstream is opened."""

from __future__ import annotations

import pytest

from assetcards import MemoryTree, SourceError, TreeOrigin
from assetcards.model.settings import Upstream
from assetcards.notices import listening
from assetcards.sources.given import TreeOpener
from assetcards.sources.upstreams import Upstreams, UpstreamTree, join_address
from assetcards.trees.tree import Tree

UPSTREAM = Upstream(name="base", repository="../base", commit="a" * 40, root="cards")


@pytest.mark.parametrize(
    ("base", "relative", "joined"),
    [
        ("https://example.org/lab/cards.git", "../base.git", "https://example.org/lab/base.git"),
        ("https://example.org/lab/cards.git/", "../../other/base", "https://example.org/other/base"),
        ("git@example.org:cards", "../base", "git@example.org:base"),
        ("git@example.org:lab/cards", "../base", "git@example.org:lab/base"),
        ("/srv/cards", "../base", "file:///srv/base"),
        ("/srv/a:b", "../base", "file:///srv/base"),
        ("/srv/cards", "./inner/base", "file:///srv/cards/inner/base"),
        ("/srv/cards", "inner", "file:///srv/cards/inner"),
        ("/srv/cards", ".", "file:///srv/cards"),
    ],
)
def test_a_relative_repository_is_joined_as_git_does_it_for_submodules(base: str, relative: str, joined: str) -> None:
    assert join_address(base, relative) == joined


@pytest.mark.parametrize("base", ["https://example.org/cards", "git@example.org:cards", "/cards"])
def test_a_relative_repository_does_not_lead_above_its_base(base: str) -> None:
    with pytest.raises(SourceError):
        join_address(base, "../../../base")


def test_equal_upstreams_share_a_store_wherever_they_are_written() -> None:
    upstreams = Upstreams(TreeOpener(MemoryTree()), offline=True)
    first, second = upstreams.stores([UPSTREAM, UPSTREAM._replace(line=9)], MemoryTree())
    (third,) = upstreams.stores([UPSTREAM._replace(root="other")], MemoryTree())
    assert (first is second, first is third, first.upstream) == (True, False, "base")


def test_a_tree_is_opened_once_and_what_keeps_it_from_that_is_said_once() -> None:
    tried: list[str] = []

    def fail() -> Tree:
        tried.append("open")
        raise SourceError("it is gone")

    tree = UpstreamTree(UPSTREAM, fail)
    assert tree.origin == TreeOrigin(kind="git", place="../base", commit="a" * 40, folder="cards")
    said: list[str] = []
    with listening(said.append):
        for question in (tree.files, tree.files, lambda: tree.read("a.yaml", 9), tree.repositories):
            with pytest.raises(SourceError, match="it is gone"):
                question()
    tree.close()
    assert (tried, said) == (["open"], ["upstream 'base' is left out, because it cannot be read: it is gone"])

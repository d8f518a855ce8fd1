"""What an endpoint is called, and that each name is looked up once in a run."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assetcards.errors import RevisionError
from assetcards.model.catalog import Catalog
from assetcards.sources.defaults import PathLike
from assetcards.sources.endpoints import CHECKOUT, INDEX, Endpoint, Opener, commit_named
from assetcards.trees.memory import MemoryTree


class Counting(Opener):
    """A source in which the commit of `main` moves on each time that somebody looks."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def look_up(self, revision: str) -> str:
        self.asked.append(revision)
        if revision == "nothing":
            raise RevisionError(revision, "names none")
        return "" if revision == "HEAD" else f"{revision}-{len(self.asked)}"

    def parted(self, commits: Sequence[str], *, merging: bool) -> str:
        self.asked.append("parted")
        return f"{'+'.join(commits)}{' merging' if merging else ''}"

    def check_has(self, *ends: Endpoint) -> None:
        return

    def tree(self, end: Endpoint, root: PathLike | None) -> MemoryTree:
        return MemoryTree()

    maybe_tree = tree

    def upstream_base(self) -> str:
        return "/"

    def root_of(self, catalog: Catalog) -> PathLike:
        return ""


def test_an_endpoint_is_called_as_it_was_named() -> None:
    ends = [CHECKOUT, INDEX, commit_named("main"), commit_named("main", "HEAD", merging=True)]
    assert [end.asked for end in ends] == ["checkout", "index", "main", "main...HEAD"]


def test_every_name_and_every_endpoint_is_looked_up_once() -> None:
    opener = Counting()
    both = commit_named("main", "side", merging=True)
    for _ in range(2):
        assert opener.commit_of(commit_named("main")) == "main-1"
        assert opener.commit_of(both) == "main-1+side-2 merging"
    assert opener.asked == ["main", "side", "parted"]
    revision = opener.revision_of(both)
    assert revision is not None
    assert revision == ("main...side", "main-1+side-2 merging")


def test_what_is_no_commit_has_none() -> None:
    opener = Counting()
    for end in (CHECKOUT, INDEX, commit_named("HEAD"), commit_named("HEAD", "main"), commit_named("main", "HEAD")):
        assert (opener.commit_of(end), opener.revision_of(end)) == ("", None)
    assert "parted" not in opener.asked
    with pytest.raises(RevisionError, match="names none"):
        opener.commit_of(commit_named("nothing"))

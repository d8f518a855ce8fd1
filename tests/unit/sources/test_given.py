"""A tree that somebody hands over is opened as it is, and has no other state."""

from __future__ import annotations

import pytest

from assetcards import open_catalog
from assetcards.errors import SourceError
from assetcards.sources.endpoints import CHECKOUT, INDEX, Endpoint, commit_named
from assetcards.sources.given import TreeOpener
from assetcards.sources.openers import find_opener
from assetcards.sources.ranges import open_range, parse_range
from assetcards.trees.memory import MemoryTree

TREE = MemoryTree("mine", {"a.yaml": "name: a\n"})
REFUSED = r"^memory:mine is read as it is \(leave out rev and root\)$"


def test_a_tree_is_opened_as_it_is() -> None:
    opener = find_opener(TREE, None)
    assert opener.default == CHECKOUT
    assert opener.tree(CHECKOUT, None) is opener.maybe_tree(CHECKOUT, None) is TREE
    assert open_catalog(TREE, stores=[]).names() == ["a"]


@pytest.mark.parametrize("end", [INDEX, commit_named("HEAD"), commit_named("HEAD", "main")])
def test_a_tree_has_no_index_and_no_commits(end: Endpoint) -> None:
    with pytest.raises(SourceError, match=REFUSED):
        TreeOpener(TREE).check_has(CHECKOUT, end)
    with pytest.raises(SourceError, match=REFUSED):
        TreeOpener(TREE).tree(end, None)
    with pytest.raises(SourceError, match=REFUSED):
        open_range(parse_range(["HEAD", "main"]), source=TREE)


@pytest.mark.parametrize("named", [{"rev": "main"}, {"root": "cards"}])
def test_a_tree_has_no_other_root_and_no_revision(named: dict[str, str]) -> None:
    with pytest.raises(SourceError, match=REFUSED):
        open_catalog(TREE, rev=named.get("rev"), root=named.get("root"))

"""A tree that is nowhere says why."""

from __future__ import annotations

import pytest

from assetcards import Catalog, SourceError
from assetcards.model.store import Store
from assetcards.trees.nowhere import NowhereTree
from assetcards.trees.tree import FileMissingError, TreeOrigin

REASON = SourceError("there is no home folder", hint="set HOME")


def test_it_cannot_be_listed_for_its_reason_and_has_no_file() -> None:
    tree = NowhereTree("user", REASON)
    assert tree.origin == TreeOrigin(kind="nowhere", place="user")
    with pytest.raises(SourceError) as caught:
        tree.files()
    assert caught.value is REASON
    with pytest.raises(FileMissingError):
        tree.read("catalog.toml", 100)


def test_a_catalog_goes_on_without_it() -> None:
    store = Store(NowhereTree("user", REASON), role="user")
    catalog = Catalog([store])
    assert catalog.names() == []
    problem = catalog.maybe_problem(store)
    assert problem is not None
    assert "there is no home folder" in problem

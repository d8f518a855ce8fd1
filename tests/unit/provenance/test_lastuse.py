"""The last commit that had a card of a name, and what is read to find it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetcards import open_catalog
from assetcards.provenance.history import History
from assetcards.provenance.lastuse import find_last_uses
from tests.gitfixture import GitFixture


@pytest.fixture
def repo(tmp_path: Path) -> GitFixture:
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"c/catalog.toml": "", "c/x.yaml": "name: one\nnote: 1\n"})
    return repo


def uses(repo: GitFixture, *names: str) -> list[tuple[str, str, object]]:
    """Each name with its last commit, and the `note` of the card; None when it was broken."""
    with open_catalog(repo.folder, rev="HEAD", root="c", stores=[]) as catalog:
        found = find_last_uses(History(catalog), names)
        return [(use.name, use.commit, use.card and use.card.fields.get("note")) for use in found]


def test_it_is_the_newest_commit_that_had_the_card(repo: GitFixture) -> None:
    repo.commit({"c/x.yaml": "name: one\nnote: 2\n"})
    last = repo.commit({"c/x.yaml": "name: one\nnote: 3\n", "c/y.yaml": "name: two\nnote: 4\n"})
    repo.commit(remove=["c/x.yaml"])
    assert uses(repo, "one") == [("one", last, 3)]
    assert uses(repo, "two", "one") == [("two", repo.head(), 4), ("one", last, 3)]


def test_a_name_that_is_only_spoken_of_was_not_used(repo: GitFixture) -> None:
    repo.commit({"c/y.yaml": "name: two\nnote: three\n---\nname: three@lab\n", "d/z.yaml": "name: three\n"})
    assert uses(repo, "three") == []


def test_a_card_that_was_broken_was_used(repo: GitFixture) -> None:
    broken = repo.commit({"c/y.yaml": "name: two\nbase: nowhere\n"})
    repo.commit(remove=["c/y.yaml"])
    assert uses(repo, "two") == [("two", broken, None)]


def test_uses_are_found_where_the_root_was_before(repo: GitFixture) -> None:
    first = repo.head()
    repo.commit({"c/catalog.toml": "", "c/x.yaml": "name: one\nnote: 5\n"})
    repo.git("mv", "c", "moved")
    repo.commit({"moved/x.yaml": "name: other\n"})
    with open_catalog(repo.folder, rev="HEAD", root="moved", stores=[]) as catalog:
        (use,) = find_last_uses(History(catalog), ["one"])
    assert use.commit == repo.head("HEAD~1") != first


def test_of_no_name_nothing_is_read(repo: GitFixture) -> None:
    assert uses(repo) == []

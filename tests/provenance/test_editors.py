"""Who edited the cards of a change: the commit that brought the text which a card has now."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetcards import open_catalog
from assetcards.names import FullName, parse_card_name
from assetcards.provenance.editors import find_editors
from assetcards.provenance.writer import CUT, UNCOMMITTED, Writer
from assetcards.sources.ranges import open_range, parse_range
from tests.gitfixture import GitFixture

ONE, TWO = "name: one\nlicense: MIT\n", "name: two\nlicense: MIT\n"


@pytest.fixture
def repo(tmp_path: Path) -> GitFixture:
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"catalog/catalog.toml": "", "catalog/x.yaml": f"{ONE}---\n{TWO}"})
    return repo


def editors(repo: GitFixture, old: str, *names: str, new: str | None = "HEAD") -> dict[str, str]:
    """The commit that edited each card, or why it is unknown."""
    with (
        open_catalog(repo.folder, rev=old, stores=[]) as before,
        open_catalog(repo.folder, rev=new, stores=[]) as after,
    ):
        found = find_editors(before, after, [FullName(*parse_card_name(name)) for name in names])
    return {str(name): writer.commit.id if writer.commit else writer.note for name, writer in found.items()}


def test_of_two_cards_in_a_file_each_has_the_commit_that_edited_it(repo: GitFixture) -> None:
    first = repo.commit({"catalog/x.yaml": f"{ONE.replace('MIT', 'BSD')}---\n{TWO}"})
    second = repo.commit({"catalog/x.yaml": f"{ONE.replace('MIT', 'BSD')}---\n{TWO.replace('MIT', 'MIT-0')}"})
    assert editors(repo, "HEAD~2", "one", "two") == {"one": first, "two": second}


def test_a_new_card_and_a_removed_one_have_the_commits_that_added_and_removed_them(repo: GitFixture) -> None:
    added = repo.commit({"catalog/y.yaml": "# c\n\nname: new\n"})
    removed = repo.commit({"catalog/x.yaml": ONE})
    repo.commit({"README.md": "later"})
    assert editors(repo, "HEAD~3", "new", "two", "nowhere") == {"new": added, "two": removed}


def test_a_card_that_came_with_a_merge_has_the_commit_of_its_branch(repo: GitFixture) -> None:
    repo.switch("side", new=True)
    edited = repo.commit({"catalog/x.yaml": f"{ONE}owners: [a]\n---\n{TWO}"})
    repo.switch("main")
    repo.commit({"catalog/y.yaml": "name: three\n"})
    repo.git("merge", "--quiet", "--no-edit", "side")
    assert editors(repo, "HEAD~2", "one") == {"one": edited}


def test_other_line_endings_in_a_moved_document_are_no_edit(repo: GitFixture) -> None:
    edited = repo.commit({"catalog/x.yaml": f"{ONE}owners: [a]\n---\n{TWO}"})
    repo.commit({"catalog/x.yaml": f"{TWO}--- # next\n{ONE}owners: [a]\n".replace("\n", "\r\n")})
    assert editors(repo, "HEAD~2", "one") == {"one": edited}


def test_what_is_staged_is_not_committed_yet_and_of_a_checkout_nobody_is_known(repo: GitFixture) -> None:
    edited = repo.commit({"catalog/x.yaml": f"{ONE}owners: [a]\n---\n{TWO}"})
    repo.write({"catalog/x.yaml": f"{ONE}owners: [a]\n---\n{TWO}owners: [b]\n"})
    repo.git("add", "--all")
    old, new = open_range(parse_range(["HEAD~1"], staged=True), source=repo.folder)
    with old.catalog, new.catalog:
        found = find_editors(old.catalog, new.catalog, [FullName("one"), FullName("two")])
    (one, two) = found.values()
    assert (one.commit and one.commit.id, two) == (edited, Writer(note=UNCOMMITTED))
    assert editors(repo, "HEAD~1", "one", new=None) == {}


def test_a_shallow_clone_may_not_have_the_commit(repo: GitFixture, tmp_path: Path) -> None:
    repo.commit({"README.md": "later"})
    repo.git("clone", "--quiet", "--depth", "1", f"file://{repo.folder}", str(tmp_path / "clone"))
    assert editors(GitFixture(tmp_path / "clone"), "HEAD", "one") == {"one": CUT}

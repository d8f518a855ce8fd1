"""What differs between two trees: all of it is found, and nothing else is read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from assetcards.errors import CorruptObjectError
from assetcards.git.differing import differing_entries
from assetcards.git.repo import Repository
from tests.gitfixture import GitFixture

FILES = {"a.yaml": "1\n", "f/b.yaml": "2\n", "f/g/c.yaml": "3\n", "same/d.yaml": "4\n", "x": "5\n"}


@pytest.fixture
def fixture(tmp_path: Path) -> GitFixture:
    fixture = GitFixture.init(tmp_path / "repo")
    fixture.commit(FILES)
    return fixture


@pytest.fixture
def repository(fixture: GitFixture) -> Iterator[Repository]:
    repository = Repository.find(str(fixture.folder), os.environ)
    yield repository
    repository.close()


def differing(repository: Repository, *commits: str) -> dict[str, int]:
    """The paths of what differs, each with on how many sides something is that is no folder."""
    ids = [repository.tree_of(repository.resolve(commit)) for commit in commits]
    return {path: len(entries) for path, entries in differing_entries(repository, ids[0], ids[1])}


def test_what_is_added_removed_changed_or_has_another_mode_differs(fixture: GitFixture, repository: Repository) -> None:
    fixture.write({"f/g/c.yaml": "changed\n", "new/deep/e.yaml": "6\n"})
    (fixture.folder / "f/b.yaml").chmod(0o755)
    fixture.commit(remove=["x"])
    both = {"f/b.yaml": 2, "f/g/c.yaml": 2, "new/deep/e.yaml": 1, "x": 1}
    assert differing(repository, "HEAD~1", "HEAD") == differing(repository, "HEAD", "HEAD~1") == both
    assert differing(repository, "HEAD", "HEAD") == {}


def test_a_file_in_the_place_of_a_folder_differs_with_all_that_was_in_that(
    fixture: GitFixture, repository: Repository
) -> None:
    fixture.git("rm", "--quiet", "-r", "f")
    fixture.commit({"f": "a file\n"})
    gone = {"f": 1, "f/b.yaml": 1, "f/g/c.yaml": 1}
    assert differing(repository, "HEAD~1", "HEAD") == differing(repository, "HEAD", "HEAD~1") == gone


def test_folders_that_are_the_same_are_not_read(fixture: GitFixture, repository: Repository) -> None:
    damaged = fixture.git("rev-parse", "HEAD:same")
    fixture.commit({"a.yaml": "changed\n"})
    fixture.commit(remove=["same/d.yaml"])
    path = fixture.folder / ".git/objects" / damaged[:2] / damaged[2:]
    path.chmod(0o644)
    path.write_bytes(b"")
    assert differing(repository, "HEAD~2", "HEAD~1") == {"a.yaml": 2}
    with pytest.raises(CorruptObjectError):
        differing(repository, "HEAD~1", "HEAD")

"""The trees of an index are those that git would write for a commit of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assetcards.git import index_listing
from assetcards.git.index_listing import IndexListing
from assetcards.git.repo import Repository
from tests.gitfixture import GitFixture
from tests.sampling import sample

PATHS = ("a", "a/b", "a/b/c.yaml", "a-b", "a.yaml", "b/c/d.yaml", "b/c.yaml", "é.yaml", "b/\udcff", "catalog.toml")
"""Some are in the place of a folder of others, and git sorts folders as if their names ended in a slash."""


def is_possible(paths: set[str]) -> bool:
    """Whether none is both a file and a folder."""
    return not any(other.startswith(f"{path}/") for path in paths for other in paths)


STATES = st.dictionaries(st.sampled_from(PATHS), st.sampled_from("xyz")).filter(lambda files: is_possible(set(files)))


def fill_index(repo: GitFixture, files: Mapping[str, str]) -> None:
    """Make these files all that the index has; each is a link, a program or a plain file by what it holds."""
    modes = {"x": "100644", "y": "100755", "z": "120000"}
    ids = {each: repo.git("hash-object", "-w", "--stdin", content=each).strip() for each in modes}
    lines = (f"{modes[content]} {ids[content]}\t{path}\0" for path, content in files.items())
    repo.git("read-tree", "--empty")
    repo.git("update-index", "-z", "--index-info", content=os.fsencode("".join(lines)))


def listing(repo: GitFixture) -> IndexListing:
    return IndexListing(Repository.find(str(repo.folder), os.environ), None)


def files_below(repository: Repository, tree_id: str, folder: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for name, entry in repository.read_tree(tree_id).items():
        path = f"{folder}{name}"
        found |= files_below(repository, entry.object_id, f"{path}/") if entry.is_folder else {path: entry.digest}
    return found


@pytest.fixture
def repo(tmp_path: Path) -> GitFixture:
    return GitFixture.init(tmp_path / "repo")


@settings(max_examples=sample(12, of_all=600), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=STATES, after=STATES)
def test_the_id_of_what_is_staged_is_that_of_its_commit(
    repo: GitFixture, before: dict[str, str], after: dict[str, str]
) -> None:
    fill_index(repo, before)
    repo.git("commit", "--quiet", "--allow-empty", "--message", "Before")
    fill_index(repo, after)
    index = listing(repo)
    assert index.maybe_top_id is not None
    found = files_below(index._repository, index.maybe_top_id)
    assert found == {path: entry.digest for path, entry in index.entries.items()}
    index._repository.close()
    assert index.maybe_top_id == repo.git("write-tree").strip()


def test_what_is_intended_and_what_is_not_resolved_is_in_no_commit(repo: GitFixture) -> None:
    repo.commit({"a.yaml": "name: a\n", "b.yaml": "name: b\n"})
    repo.write({"later.yaml": "name: later\n"})
    repo.git("add", "--intent-to-add", "later.yaml")
    assert listing(repo).maybe_top_id == repo.git("rev-parse", "HEAD^{tree}").strip()
    blob = repo.git("rev-parse", "HEAD:a.yaml").strip()
    repo.git("update-index", "--index-info", content=f"100644 {blob} 2\tb.yaml\n")
    assert listing(repo).maybe_top_id is None
    assert listing(repo).unmerged == {"b.yaml"}


def test_before_the_first_commit_and_beyond_the_bound_the_index_is_listed(
    repo: GitFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert listing(repo).maybe_top_id is None
    repo.commit({"a.yaml": "name: a\n"})
    repo.write({"b.yaml": "name: b\n", "c.yaml": "name: c\n"})
    repo.git("add", "--all")
    monkeypatch.setattr(index_listing, "MAX_CHANGES", 2)
    assert listing(repo).maybe_top_id is not None
    monkeypatch.setattr(index_listing, "MAX_CHANGES", 1)
    assert listing(repo).maybe_top_id is None
    assert set(listing(repo).entries) == {"a.yaml", "b.yaml", "c.yaml"}

"""Records of catalogs in git: each is for one content, for what judges it, and read only when it is whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assetcards import Catalog, CommitTree, IndexTree, MemoryTree, Repository
from assetcards.lint import judges
from assetcards.lint.judges import judge_facts
from assetcards.lint.local import Record
from assetcards.lint.records import KeptRecords
from assetcards.sources.making import make_catalog
from assetcards.trees.tree import Tree
from tests.gitfixture import GitFixture, git_variables

RECORD = Record(frozenset({"a.yaml", "\udcff\n.yaml"}))
FILES = {"catalog/a.yaml": "name: a\n", "catalog/catalog.toml": ""}


def opened(tree: Tree) -> Catalog:
    return make_catalog(tree, env=None, stores=[])


@pytest.fixture
def repo(tmp_path: Path) -> GitFixture:
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit(FILES)
    return repo


def at(repo: GitFixture, revision: str = "HEAD") -> Catalog:
    repository = Repository.find(str(repo.folder), git_variables(repo.folder))
    return opened(CommitTree(repository, repo.head(revision), "catalog"))


def test_a_record_is_read_for_the_same_content_of_a_commit_or_of_the_index(repo: GitFixture, tmp_path: Path) -> None:
    kept = KeptRecords(str(tmp_path / "cache"))
    assert kept.maybe_read(at(repo)) is None
    kept.keep(at(repo), RECORD)
    repository = Repository.find(str(repo.folder), git_variables(repo.folder))
    assert kept.maybe_read(at(repo)) == kept.maybe_read(opened(IndexTree(repository, "catalog"))) == RECORD


@pytest.mark.parametrize("path", ["catalog/a.yaml", "catalog/b.txt", "catalog/catalog.toml", ".gitattributes"])
def test_other_content_or_other_attributes_have_a_record_of_their_own(
    repo: GitFixture, tmp_path: Path, path: str
) -> None:
    kept = KeptRecords(str(tmp_path / "cache"))
    kept.keep(at(repo), RECORD)
    repo.commit({path: "# more\n"})
    assert kept.maybe_read(at(repo)) is None
    assert kept.maybe_read(at(repo, "HEAD~1")) == RECORD


def test_other_code_does_not_read_it(repo: GitFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = KeptRecords(str(tmp_path / "cache"))
    kept.keep(at(repo), RECORD)
    assert b"rules/names/names_alike.py" in judge_facts()
    monkeypatch.setattr(judges, "judge_facts", lambda: b"other")
    assert kept.maybe_read(at(repo)) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-1],
        lambda content: content.replace(b"a.yaml", b"b.yaml"),
        lambda content: b"",
        lambda content: b"\n[]",
        lambda content: b"\0" * 100,
    ],
)
def test_what_is_damaged_is_not_there(repo: GitFixture, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    kept = KeptRecords(str(tmp_path / "cache"))
    kept.keep(at(repo), RECORD)
    [file] = (path for path in (tmp_path / "cache").rglob("*") if path.is_file())
    file.write_bytes(damage(file.read_bytes()))
    assert kept.maybe_read(at(repo)) is None


def test_outside_of_git_nothing_is_kept(tmp_path: Path) -> None:
    catalog = opened(MemoryTree("cards", {"a.yaml": "name: a\n"}))
    kept = KeptRecords(str(tmp_path / "cache"))
    kept.keep(catalog, RECORD)
    assert kept.maybe_read(catalog) is None
    assert not (tmp_path / "cache").exists()

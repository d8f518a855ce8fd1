"""When a commit that is being made is known to leave every catalog as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetcards.sources.untouched import maybe_untouched_head
from tests.gitfixture import GitFixture

FILES = {
    "catalog/catalog.toml": "",
    "catalog/models/a.yaml": "name: a\n",
    "cards/b.yaml": "name: b\n",
    "k8s/pod.yaml": "kind: Pod\n",
    "copies/fairseq2/vendored.txt": "a copy\n",
    "copies/fairseq2/src/cards/llama.yaml": "name: llama\n",
    "README.md": "hello\n",
}


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    """A repository in which git is making a commit, and runs a hook."""
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit(FILES)
    monkeypatch.chdir(repo.folder)
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    return repo


def stage(repo: GitFixture, path: str, content: str = "changed\n") -> None:
    repo.write({path: content})
    repo.git("add", "--all")


@pytest.mark.parametrize("path", ["README.md", "k8s/pod.yaml", "k8s/new.yaml", "docs/catalog.md", "x\ny.txt"])
def test_what_is_no_file_of_a_catalog_leaves_it_as_it_is(repo: GitFixture, path: str) -> None:
    stage(repo, path)
    assert maybe_untouched_head(".", None) == maybe_untouched_head(None, None) == repo.head()


@pytest.mark.parametrize(
    "path",
    [
        "catalog/models/a.yaml",
        "catalog/new/b.yml",
        "catalog/misspelled.YAML",
        "catalog/catalog.toml",
        "catalog/families/lab.json",
        "catalog/models/weights/tiny.pt",
        "other/catalog.toml",
        "copies/fairseq2/src/cards/llama.yaml",
        "copies/fairseq2/vendored.txt",
        ".gitattributes",
        "catalog/models/.gitattributes",
        "x\ny/z.yaml",
    ],
)
def test_what_may_be_a_file_of_a_catalog_or_what_git_does_to_one_does_not(repo: GitFixture, path: str) -> None:
    stage(repo, path)
    assert maybe_untouched_head(".", None) is None


def test_a_removed_card_a_moved_one_and_a_submodule_count(repo: GitFixture) -> None:
    repo.git("rm", "--quiet", "catalog/models/a.yaml")
    assert maybe_untouched_head(".", None) is None
    repo.git("reset", "--quiet", "--hard")
    repo.git("mv", "k8s/pod.yaml", "catalog/pod.yaml")
    assert maybe_untouched_head(".", None) is None
    repo.git("reset", "--quiet", "--hard")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{repo.head()},catalog/sub")
    assert maybe_untouched_head(".", None) is None


def test_the_index_counts_and_not_the_checkout(repo: GitFixture) -> None:
    stage(repo, "k8s/catalog.toml", "")
    repo.git("commit", "--quiet", "--message=x")
    (repo.folder / "k8s" / "catalog.toml").unlink()
    repo.write({"k8s/pod.yaml": "changed\n"})
    repo.git("add", "k8s/pod.yaml")
    assert maybe_untouched_head(".", None) is None


def test_a_named_root_is_the_catalog(repo: GitFixture) -> None:
    stage(repo, "catalog/models/a.yaml")
    assert maybe_untouched_head(".", "cards") == maybe_untouched_head(".", "./card") == repo.head()
    stage(repo, "cards/weights.pt")
    assert maybe_untouched_head(".", "cards") is None
    repo.git("reset", "--quiet", "--hard")
    stage(repo, "copies/fairseq2/src/cards/llama.yaml")
    assert maybe_untouched_head(".", "cards") is None
    assert maybe_untouched_head(".", "catalog") is maybe_untouched_head(".", ".") is None
    (repo.folder / "link").symlink_to("cards")
    assert maybe_untouched_head(".", "link") is maybe_untouched_head(".", "..") is None


def test_one_more_file_can_be_said_to_count(repo: GitFixture) -> None:
    stage(repo, "docs/cards.md")
    assert maybe_untouched_head(".", None, also="docs/other.md") == repo.head()
    assert maybe_untouched_head(".", None, also="docs/cards.md") is None
    assert maybe_untouched_head(".", None, also="cards.md") is None


def test_where_no_commit_is_being_made_or_another_repository_is_read_nothing_is_known(
    repo: GitFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert maybe_untouched_head(tmp_path, None) is maybe_untouched_head("catalog", None) is None
    monkeypatch.setenv("CATALOG_REPO", str(tmp_path))
    assert maybe_untouched_head(None, None) is None
    assert maybe_untouched_head(".", None) == repo.head()
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert maybe_untouched_head(".", None) is None


def test_before_the_first_commit_nothing_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = GitFixture.init(tmp_path / "new")
    monkeypatch.chdir(repo.folder)
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    stage(repo, "README.md")
    assert maybe_untouched_head(".", None) is None

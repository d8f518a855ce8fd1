"""The tree of the index: what a commit will have, whatever form the index has."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from assetcards.errors import SourceError
from assetcards.trees import tree as trees_tree
from assetcards.trees.tree import FileUnreadableError, TreeOrigin
from tests.gitfixture import GitFixture
from tests.unit.git.trees import CARDS, committed, index_tree


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> GitFixture:
    return committed(tmp_path_factory.mktemp("template") / "repo")


def test_an_index_has_no_more_files_than_a_commit_may(fixture: GitFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    fixture.write({"catalog/more/a.yaml": "name: more\n", "catalog/more/b.txt": "b\n", "other/c.yaml": "name: c\n"})
    fixture.git("add", "--all")
    files = len(index_tree(fixture).paths())
    count = files + len(["models", "models/@lab", "more"])
    monkeypatch.setattr(trees_tree, "MAX_FILES", count)
    assert len(index_tree(fixture).paths()) == files
    monkeypatch.setattr(trees_tree, "MAX_FILES", count - 1)
    with pytest.raises(SourceError, match=f"^more than {count - 1} files and folders in the index "):
        index_tree(fixture).files()


def test_an_index_tree_knows_its_origin(fixture: GitFixture) -> None:
    tree = index_tree(fixture)
    assert tree.origin == TreeOrigin(kind="index", place=str(fixture.folder), folder="catalog")
    assert tree.locate("models/../x.pt") == f"file://{fixture.folder}/catalog/models/../x.pt"


def test_the_index_has_what_is_added_and_not_what_is_removed(fixture: GitFixture) -> None:
    fixture.write({"catalog/new.yaml": "name: new\n"})
    fixture.git("add", "catalog/new.yaml")
    fixture.git("rm", "--quiet", "catalog/models/a.yaml")
    assert index_tree(fixture).files() == ("models/@lab/a.yaml", "models/b.yml", "new.yaml")


def test_an_intended_file_is_left_out_although_one_of_its_name_is_elsewhere(fixture: GitFixture) -> None:
    fixture.write({"empty.yaml": "", "catalog/empty.yaml": "", "catalog/real.yaml": ""})
    fixture.git("add", "empty.yaml", "catalog/real.yaml")
    fixture.git("add", "--intent-to-add", "catalog/empty.yaml")
    assert index_tree(fixture).files() == (*CARDS, "real.yaml")
    assert index_tree(fixture).read("real.yaml", 100) == b""


def test_a_conflict_is_unreadable_and_the_rest_is_read(fixture: GitFixture) -> None:
    fixture.switch("side", new=True)
    fixture.commit({"catalog/models/a.yaml": "name: a\nnote: side\n"})
    fixture.switch("main")
    fixture.commit({"catalog/models/a.yaml": "name: a\nnote: main\n"})
    with pytest.raises(AssertionError, match="'merge'"):
        fixture.merge("side")
    tree = index_tree(fixture)
    assert tree.files() == CARDS
    assert tree.read("models/b.yml", 100) == b"name: b\n"
    with pytest.raises(FileUnreadableError) as caught:
        tree.read("models/a.yaml", 100)
    assert str(caught.value) == "models/a.yaml: is not merged yet (resolve the conflict and `git add` it)"


def test_a_locked_index_is_read(fixture: GitFixture) -> None:
    (fixture.folder / ".git/index.lock").touch()
    assert index_tree(fixture).files() == CARDS


@pytest.mark.parametrize(
    "command",
    [
        ("update-index", "--skip-worktree", "catalog/models/a.yaml"),
        ("update-index", "--assume-unchanged", "catalog/models/a.yaml"),
        ("update-index", "--split-index"),
        ("update-index", "--index-version", "4"),
        ("sparse-checkout", "set", "--cone", "--sparse-index", "elsewhere"),
    ],
)
def test_an_index_of_any_form_is_read(fixture: GitFixture, command: tuple[str, ...]) -> None:
    fixture.git(*command)
    assert index_tree(fixture).files() == CARDS


def test_the_index_of_a_bare_repository_is_empty(fixture: GitFixture, tmp_path: Path) -> None:
    bare = fixture.clone(tmp_path / "bare.git", "--bare")
    assert not index_tree(bare, "").exists()


def test_the_index_of_a_sha256_repository_is_read(tmp_path: Path) -> None:
    fixture = GitFixture.init(tmp_path / "repo", "--object-format=sha256")
    fixture.write({"a.yaml": "name: a\n", "empty.yaml": "", "later.yaml": ""})
    fixture.git("add", "a.yaml", "empty.yaml")
    fixture.git("add", "--intent-to-add", "later.yaml")
    assert index_tree(fixture, "").files() == ("a.yaml", "empty.yaml")


HOOK = """#!{python}
import os
from assetcards import IndexTree, Repository
repository = Repository.find(os.getcwd(), os.environ)
tree = IndexTree(repository, "catalog", os.path.abspath(os.environ["GIT_INDEX_FILE"]))
with open({report!r}, "w") as report:
    print(*(tree.read(path, 100).decode().strip() for path in tree.files()), sep=", ", file=report)
"""


@pytest.mark.parametrize(
    ("arguments", "seen"),
    [
        ((), "name: a@lab, name: a, name: b # staged"),
        (("--all",), "name: a@lab, name: a # changed, name: b # later"),
        (("--", "catalog/models/a.yaml"), "name: a@lab, name: a # changed, name: b"),
    ],
)
def test_a_hook_sees_the_commit_that_is_being_made(
    fixture: GitFixture, tmp_path: Path, arguments: tuple[str, ...], seen: str
) -> None:
    hook, report = fixture.folder / ".git/hooks/pre-commit", tmp_path / "report"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(HOOK.format(python=sys.executable, report=str(report)))
    hook.chmod(0o755)
    fixture.write({"catalog/models/b.yml": "name: b # staged\n"})
    fixture.git("add", "--all")
    fixture.write({"catalog/models/a.yaml": "name: a # changed\n", "catalog/models/b.yml": "name: b # later\n"})
    fixture.git("commit", "--quiet", "--message", "Change", *arguments)
    assert report.read_text() == f"{seen}\n"

"""The trees that git holds: what of a commit and of the index is read, and what is refused."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assetcards.errors import CorruptObjectError, GitError, SourceError
from assetcards.git.commit_tree import CommitTree
from assetcards.git.index_tree import IndexTree
from assetcards.git.process import git_environment, run_git
from assetcards.trees.folder import FolderTree
from assetcards.trees.tree import FileUnreadableError
from tests.gitfixture import GitFixture
from tests.integrity.traps import contents, write_trap
from tests.unit.git.repositories import find
from tests.unit.git.trees import CARDS, FILES, commit_tree, committed, index_tree


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> GitFixture:
    return committed(tmp_path_factory.mktemp("template") / "repo")


BOTH = pytest.mark.parametrize("open_tree", [commit_tree, index_tree])
OpenTree = Callable[..., CommitTree | IndexTree]


@BOTH
def test_the_card_files_are_those_of_a_checkout(fixture: GitFixture, open_tree: OpenTree) -> None:
    tree, checkout = open_tree(fixture), FolderTree(fixture.folder / "catalog")
    assert tree.files() == checkout.files() == CARDS
    for path in (*CARDS, "catalog.toml"):
        assert tree.read(path, 100) == checkout.read(path, 100) == FILES[f"catalog/{path}"].encode()


@BOTH
def test_files_with_capitals_in_their_suffix_are_no_card_files_and_known(
    fixture: GitFixture, open_tree: OpenTree
) -> None:
    fixture.commit({"catalog/sub/c.YML": "", "catalog/a.Yaml": "", "catalog/d.TXT": ""})
    for tree in (open_tree(fixture), FolderTree(fixture.folder / "catalog")):
        assert list(tree.misspelled_files()) == ["a.Yaml", "sub/c.YML"]
        assert tree.files() == CARDS


@BOTH
def test_a_checkout_that_is_changed_or_gone_does_not_count(fixture: GitFixture, open_tree: OpenTree) -> None:
    fixture.write({"catalog/models/a.yaml": "changed", "catalog/new.yaml": "name: new\n"})
    (fixture.folder / "catalog/models/b.yml").unlink()
    tree = open_tree(fixture)
    assert tree.files() == CARDS
    assert tree.read("models/a.yaml", 100) == b"name: a\n"


@BOTH
def test_no_more_is_read_than_the_limit(fixture: GitFixture, open_tree: OpenTree) -> None:
    tree = open_tree(fixture)
    assert [tree.read("models/a.yaml", limit) for limit in (3, 8, 9)] == [b"nam", b"name: a\n", b"name: a\n"]


@BOTH
def test_a_file_that_is_not_there_is_unreadable(fixture: GitFixture, open_tree: OpenTree) -> None:
    for path in ("models/c.yaml", "models", "../README.md"):
        with pytest.raises(FileUnreadableError) as caught:
            open_tree(fixture).read(path, 100)
        assert str(caught.value) == f"{path}: does not exist"


@BOTH
def test_a_link_and_submodules_are_listed_and_unreadable(fixture: GitFixture, open_tree: OpenTree) -> None:
    fixture.write({"outside.yaml": "name: secret\n"})
    (fixture.folder / "catalog/link.yaml").symlink_to("../outside.yaml")
    fixture.commit()
    for path in ("sub.yaml", "deep/sub"):
        fixture.git("update-index", "--add", "--cacheinfo", f"160000,{fixture.head()},catalog/{path}")
    fixture.git("commit", "--quiet", "--message", "Submodules")
    tree = open_tree(fixture)
    assert tree.files() == ("link.yaml", *CARDS)
    assert tree.repositories() == ("deep/sub", "sub.yaml")
    for path, reason in {
        "link.yaml": "is a symbolic link, not a file",
        "sub.yaml": "is a repository of its own, such as a submodule, and its cards are not read",
        "deep/sub": "is a repository of its own, such as a submodule, and its cards are not read",
    }.items():
        with pytest.raises(FileUnreadableError) as caught:
            tree.read(path, 100)
        assert (caught.value.path, caught.value.reason) == (path, reason)


@BOTH
def test_odd_file_names_are_read(fixture: GitFixture, open_tree: OpenTree) -> None:
    names = [
        b"--x.yaml",
        b"a b.yaml",
        b"line\nend.yaml",
        b'"quoted".yaml',
        "ä.yaml".encode(),
        b"caf\xe9.yaml",
        b"\x1b.yaml",
    ]
    blob = fixture.git("rev-parse", "HEAD:catalog/models/a.yaml")
    entries = b"".join(b"100644 %s\tnew/%s\0" % (blob.encode(), name) for name in names)
    fixture.git("update-index", "-z", "--index-info", content=entries)
    fixture.git("commit", "--quiet", "--message", "Odd names")
    tree = open_tree(fixture, "new")
    assert list(tree.files()) == sorted(map(os.fsdecode, names))
    assert {tree.read(path, 100) for path in tree.files()} == {b"name: a\n"}


@BOTH
def test_a_damaged_file_is_named_with_its_object(fixture: GitFixture, open_tree: OpenTree) -> None:
    blob = fixture.git("rev-parse", "HEAD:catalog/models/a.yaml")
    (fixture.folder / ".git/objects" / blob[:2] / blob[2:]).unlink()
    tree = open_tree(fixture)
    assert tree.read("models/b.yml", 100) == b"name: b\n"
    with pytest.raises(CorruptObjectError) as caught:
        tree.read("models/a.yaml", 100)
    assert caught.value.message == f"models/a.yaml: object {blob} is missing from the repository, or damaged"


@BOTH
def test_the_digest_of_a_file_changes_with_its_content_and_mode(fixture: GitFixture, open_tree: OpenTree) -> None:
    before = {path: open_tree(fixture).maybe_digest(path) for path in (*CARDS, "none.yaml")}
    (fixture.folder / "catalog/models/b.yml").chmod(0o755)
    fixture.commit({"catalog/models/a.yaml": "name: a\nnote: x\n"})
    after = {path: open_tree(fixture).maybe_digest(path) for path in (*CARDS, "none.yaml")}
    changed = {path for path in before if before[path] != after[path]}
    assert changed == {"models/a.yaml", "models/b.yml"}
    assert before["none.yaml"] == ""


@BOTH
def test_a_tree_that_was_closed_reads_again(fixture: GitFixture, open_tree: OpenTree) -> None:
    tree = open_tree(fixture)
    for _ in range(2):
        assert tree.read("models/a.yaml", 100) == b"name: a\n"
        tree.close()


@BOTH
def test_a_folder_is_there_or_not(fixture: GitFixture, open_tree: OpenTree) -> None:
    there = {
        name: open_tree(fixture, name).exists() for name in ("", "catalog", "/catalog/models/", "none", "catalog/no")
    }
    assert there == {"": True, "catalog": True, "/catalog/models/": True, "none": False, "catalog/no": False}


# Reading runs nothing and changes nothing

TRAPS: dict[str, dict[str, str]] = {
    "fsmonitor": {"core.fsmonitor": "{trap}"},
    "hooks": {"core.hooksPath": "{hooks}"},
    "filter": {"filter.trap.clean": "{trap}", "filter.trap.smudge": "{trap}", "filter.trap.process": "{trap}"},
    "textconv": {"diff.trap.textconv": "{trap}", "diff.trap.command": "{trap}"},
    "external diff": {"diff.external": "{trap}"},
    "signatures": {"gpg.program": "{trap}", "log.showSignature": "true"},
    "pager": {"core.pager": "{trap}", "pager.cat-file": "{trap}", "core.editor": "{trap}"},
    "ssh": {"core.sshCommand": "{trap}", "core.gitProxy": "{trap}", "core.askPass": "{trap}"},
    "alternates": {"core.alternateRefsCommand": "{trap}"},
    "aliases": {"alias.cat-file": "!{trap}", "alias.rev-parse": "!{trap}", "alias.ls-files": "!{trap}"},
    "credentials": {"credential.helper": "{trap}"},
    "packing": {"uploadpack.packObjectsHook": "{trap}"},
    "lazy fetch over a pipe": {
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": "ext::{trap}",
        "protocol.ext.allow": "always",
    },
    "lazy fetch over ssh": {
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": "ssh://host/repo",
        "core.sshCommand": "{trap}",
    },
    "lazy fetch from a folder": {
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": "file:///nowhere",
        "remote.origin.uploadpack": "{trap}",
    },
}


def set_trap(fixture: GitFixture, folder: Path, settings: dict[str, str]) -> Path:
    """Configure programs that leave a mark when they run, for every file; gives the path of the mark."""
    mark, trap, hooks = write_trap(folder)
    fixture.git("config", "core.repositoryFormatVersion", "1")
    (fixture.folder / ".git/info").mkdir(exist_ok=True)
    (fixture.folder / ".git/info/attributes").write_text("* filter=trap diff=trap\n")
    for key, value in settings.items():
        fixture.git("config", key, value.format(trap=trap, hooks=hooks))
    return mark


def read_everything(fixture: GitFixture) -> Iterator[object]:
    repository = find(fixture.folder)
    for revision in ("HEAD", fixture.head()[:10], "nothing-of-that-name", "0" * 39 + "1"):
        try:
            yield repository.resolve(revision)
        except SourceError as error:
            yield type(error)
    for tree in (commit_tree(fixture), index_tree(fixture)):
        yield [(path, tree.read(path, 100)) for path in tree.files()]
    try:
        yield repository.read_object("0" * 39 + "1")
    except SourceError as error:
        yield isinstance(error, SourceError)
    repository.close()


@pytest.mark.parametrize("trap", TRAPS)
def test_nothing_that_a_repository_names_is_run_or_changed(fixture: GitFixture, tmp_path: Path, trap: str) -> None:
    plain = list(read_everything(fixture))
    mark = set_trap(fixture, tmp_path, TRAPS[trap])
    before = contents(fixture.folder)
    assert list(read_everything(fixture)) == plain
    assert contents(fixture.folder) == before
    assert not mark.exists()


@pytest.mark.parametrize("trap", [name for name in TRAPS if name.startswith("lazy fetch")])
def test_a_git_that_cannot_be_configured_not_to_fetch_lazily_runs_nothing_either(
    fixture: GitFixture, tmp_path: Path, trap: str
) -> None:
    mark = set_trap(fixture, tmp_path, TRAPS[trap])
    environment = git_environment(os.environ)
    del environment["GIT_NO_LAZY_FETCH"]  # git before 2.39.4 does not know it
    with pytest.raises(GitError, match=r"transport '\w+' not allowed"):
        run_git(["-C", str(fixture.folder), "cat-file", "-p", "0" * 39 + "1"], environment)
    assert not mark.exists()


def test_the_traps_of_these_tests_go_off_in_a_careless_git(fixture: GitFixture, tmp_path: Path) -> None:
    mark = set_trap(fixture, tmp_path, TRAPS["fsmonitor"])
    fixture.git("ls-files")
    assert mark.exists()
    mark.unlink()
    for key, value in TRAPS["lazy fetch over a pipe"].items():
        fixture.git("config", key, value.format(trap=tmp_path / "trap"))
    with pytest.raises(AssertionError):
        fixture.git("cat-file", "-p", "0" * 39 + "1")
    assert mark.exists()

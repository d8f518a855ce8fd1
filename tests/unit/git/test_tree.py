"""The trees that git holds: what of a commit and of the index is read, and what is refused."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assetcards.errors import CorruptObjectError, GitError, SourceError
from assetcards.git.process import git_environment, run_git
from assetcards.git.repo import Repository
from assetcards.git.tree import CommitTree, IndexTree
from assetcards.trees import tree as trees_tree
from assetcards.trees.folder import FolderTree
from assetcards.trees.tree import FileUnreadableError, TreeOrigin
from tests.gitfixture import GitFixture
from tests.integrity.traps import contents, write_trap

FILES = {
    "README.md": "hello\n",
    "catalog/catalog.toml": 'environments = ["lab"]\n',
    "catalog/models/a.yaml": "name: a\n",
    "catalog/models/@lab/a.yaml": "name: a@lab\n",
    "catalog/models/b.yml": "name: b\n",
    "catalog/models/notes.txt": "none\n",
}
CARDS = ("models/@lab/a.yaml", "models/a.yaml", "models/b.yml")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> GitFixture:
    fixture = GitFixture.init(tmp_path_factory.mktemp("template") / "repo")
    fixture.commit(FILES)
    return fixture


@pytest.fixture
def fixture(template: GitFixture, tmp_path: Path) -> GitFixture:
    return template.copy(tmp_path / "repo")


def find(fixture: GitFixture) -> Repository:
    return Repository.find(str(fixture.folder), os.environ)


def commit_tree(fixture: GitFixture, folder: str = "catalog", commit: str = "HEAD") -> CommitTree:
    return CommitTree(find(fixture), fixture.head(commit), folder)


def index_tree(fixture: GitFixture, folder: str = "catalog") -> IndexTree:
    return IndexTree(find(fixture), folder)


BOTH = pytest.mark.parametrize("open_tree", [commit_tree, index_tree])
OpenTree = Callable[..., CommitTree | IndexTree]

# Both


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


# A commit


@pytest.mark.parametrize(
    "path",
    [
        "models/tiny.yaml",
        "models",
        "",
        "models/",
        "models//tiny.yaml",
        "../notes.md",
        "x/tiny.yaml",
        "a.yaml/b",
        "a.yaml",
    ],
)
def test_one_file_of_a_commit_is_found_as_when_all_are_listed(fixture: GitFixture, path: str) -> None:
    commit = fixture.commit({"cards/models/tiny.yaml": "name: tiny\n", "cards/a.yaml": "name: a\n", "notes.md": ""})
    repository = Repository.find(str(fixture.folder), os.environ)
    whole, alone = (CommitTree(repository, commit, "cards") for _ in range(2))
    assert len(whole.files()) == 2
    assert alone.maybe_entry(path) == whole.maybe_entry(path)
    assert "_entries" not in vars(alone)
    repository.close()


def test_a_commit_tree_knows_its_origin(fixture: GitFixture) -> None:
    tree = commit_tree(fixture)
    assert tree.origin == TreeOrigin(kind="git", place=str(fixture.folder), commit=fixture.head(), folder="catalog")
    assert str(tree.origin) == f"git:{fixture.folder}@{fixture.head()}"


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("models/x.pt", "catalog/models/x.pt"),
        ("models/../../x.pt", "x.pt"),
        ("../../x.pt", "../x.pt"),
        ("é x", "catalog/é x"),
    ],
)
def test_a_relative_path_is_located_in_the_commit(fixture: GitFixture, written: str, path: str) -> None:
    assert commit_tree(fixture).locate(written) == f"git:{fixture.head()}:{path}"


@pytest.mark.parametrize(
    ("folder", "found"),
    [("none", "nothing"), ("catalog/none/further", "nothing"), ("README.md", "a file"), ("link", "a symbolic link")],
)
def test_a_folder_that_is_not_in_the_commit_is_named(fixture: GitFixture, folder: str, found: str) -> None:
    (fixture.folder / "link").symlink_to("catalog")
    commit = fixture.commit()
    with pytest.raises(SourceError) as caught:
        commit_tree(fixture, folder).files()
    assert str(caught.value) == (
        f"there is no folder {folder!r} in commit {commit[:12]}: there is {found} "
        "(name a folder of that commit with --root)"
    )


def test_a_submodule_is_no_folder_of_the_commit(fixture: GitFixture) -> None:
    fixture.git("update-index", "--add", "--cacheinfo", f"160000,{fixture.head()},sub")
    fixture.git("commit", "--quiet", "--message", "A submodule")
    with pytest.raises(SourceError, match=r"there is no folder 'sub/cards' in commit .*: there is a submodule"):
        commit_tree(fixture, "sub/cards").files()


def test_a_lost_tree_is_an_error_and_no_empty_catalog(fixture: GitFixture) -> None:
    tree = fixture.git("rev-parse", "HEAD:catalog/models")
    (fixture.folder / ".git/objects" / tree[:2] / tree[2:]).unlink()
    with pytest.raises(CorruptObjectError, match=f"^object {tree} is missing from the repository"):
        commit_tree(fixture).files()


def test_an_entry_that_is_a_tree_but_says_file_is_refused(fixture: GitFixture) -> None:
    folder = fixture.git("rev-parse", "HEAD:catalog")
    commit = fixture.commit_tree([("100644", b"x.yaml", folder)])
    with pytest.raises(CorruptObjectError, match=rf"^x\.yaml: object {folder} is a tree, not a file"):
        commit_tree(fixture, "", commit).read("x.yaml", 100)


@pytest.mark.parametrize("leaf", [[], [("100644", b"a.yaml")]])
def test_a_few_trees_that_name_billions_of_files_are_refused(
    fixture: GitFixture, leaf: list[tuple[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    blob = fixture.git("rev-parse", "HEAD:catalog/models/a.yaml")
    tree = fixture.store_object(
        "tree", b"".join(f"{mode} ".encode() + name + b"\0" + bytes.fromhex(blob) for mode, name in leaf)
    )
    for _ in range(12):
        tree = fixture.store_object(
            "tree", b"".join(b"40000 %x\0" % number + bytes.fromhex(tree) for number in range(10))
        )
    monkeypatch.setattr(trees_tree, "MAX_FILES", 5000)
    commit = fixture.git("commit-tree", "-m", "A bomb", tree)
    with pytest.raises(SourceError, match=f"^more than 5000 files and folders in commit {commit[:12]} "):
        commit_tree(fixture, "", commit).files()


def test_an_index_has_no_more_files_than_a_commit_may(fixture: GitFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    fixture.write({"catalog/more/a.yaml": "name: more\n", "catalog/more/b.txt": "b\n", "other/c.yaml": "name: c\n"})
    fixture.git("add", "--all")
    count = len(index_tree(fixture).paths())
    monkeypatch.setattr(trees_tree, "MAX_FILES", count)
    assert len(index_tree(fixture).paths()) == count
    monkeypatch.setattr(trees_tree, "MAX_FILES", count - 1)
    with pytest.raises(SourceError, match=f"^more than {count - 1} files and folders in the index "):
        index_tree(fixture).files()


# The index


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
    repository = find(fixture)
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

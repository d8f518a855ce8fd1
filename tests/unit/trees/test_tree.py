"""Trees that are not git's: a folder, cards in memory, the resources of a package."""

from __future__ import annotations

import os
import socket
import sys
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetcards import Catalog, FolderTree, MemoryTree, PackageTree, SourceError, Tree, open_catalog
from assetcards.model.store import Store
from assetcards.trees.tree import FileUnreadableError, TreeOrigin, file_uri, is_card_file

CARDS = {"a.yaml": b"name: a\n", "models/@lab/a.yml": b"name: a@lab\n", "notes.txt": b"x", "catalog.toml": b"x = 1"}


def write(folder: Path, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def folder_tree(folder: Path) -> Tree:
    write(folder, CARDS)
    return FolderTree(folder)


def memory_tree(folder: Path) -> Tree:
    return MemoryTree("test", CARDS)


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the search path of packages, whose modules are forgotten afterwards."""
    monkeypatch.syspath_prepend(tmp_path / "site")
    (tmp_path / "site").mkdir()
    before = set(sys.modules)
    yield tmp_path / "site"
    for name in set(sys.modules) - before:
        del sys.modules[name]


@pytest.mark.parametrize("open_tree", [folder_tree, memory_tree])
def test_a_tree_lists_card_files_and_reads_them_to_a_limit(tmp_path: Path, open_tree: object) -> None:
    assert callable(open_tree)
    tree: Tree = open_tree(tmp_path)
    assert list(tree.files()) == ["a.yaml", "models/@lab/a.yml"]
    assert tree.read("models/@lab/a.yml", 100) == b"name: a@lab\n"
    assert tree.read("a.yaml", 4) == b"name"
    assert tree.read("catalog.toml", 100) == b"x = 1"
    assert (tree.maybe_digest("a.yaml"), tree.maybe_files_with("a")) == (None, None)
    with pytest.raises(FileUnreadableError) as caught:
        tree.read("none.yaml", 100)
    assert caught.value.path == "none.yaml"
    tree.close()


@pytest.mark.parametrize(("name", "is_card"), [("a.yaml", True), ("a.yml", True), ("a.YAML", False), ("yaml", False)])
def test_a_card_file_is_known_by_its_suffix(name: str, is_card: bool) -> None:
    assert is_card_file(name) is is_card


# A folder


def test_a_folder_tree_tells_where_it_is_from(tmp_path: Path) -> None:
    tree = FolderTree(tmp_path / "sub" / "..")
    assert tree.origin == TreeOrigin(kind="path", place=str(tmp_path))
    assert str(tree.origin) == f"path:{tmp_path}"
    assert tree.locate("models/../x y.pt") == f"file://{tmp_path}/models/../x%20y.pt"


def test_a_relative_folder_is_refused_wherever_we_stand() -> None:
    with pytest.raises(SourceError) as caught:
        FolderTree("cards")
    assert str(caught.value) == (
        "'cards' is not an absolute path "
        "(name it from the root of the file system on; `open_catalog` takes relative ones)"
    )


def test_what_was_listed_once_is_not_listed_again(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": b""})
    tree = FolderTree(tmp_path)
    assert list(tree.files()) == ["a.yaml"]
    write(tmp_path, {"b.yaml": b""})
    assert list(tree.files()) == ["a.yaml"]


def test_the_folder_of_git_and_links_to_folders_are_not_entered(tmp_path: Path) -> None:
    write(tmp_path, {".git/a.yaml": b"", "sub/.git/a.yaml": b"", ".hidden/b.yaml": b"", "x.yaml/c.yaml": b""})
    (tmp_path / "circle").symlink_to(tmp_path)
    assert list(FolderTree(tmp_path).files()) == [".hidden/b.yaml", "x.yaml/c.yaml"]


def test_what_is_no_file_is_listed_and_unreadable(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": b"name: a\n"})
    (tmp_path / "link.yaml").symlink_to("a.yaml")
    (tmp_path / "dangling.yaml").symlink_to("/nowhere")
    (tmp_path / "folder.yaml").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.yaml")
    tree = FolderTree(tmp_path)
    reasons = {}
    for path in tree.files():
        try:
            reasons[path] = tree.read(path, 100).decode()
        except FileUnreadableError as error:
            reasons[path] = error.reason
    link = "is a symbolic link, not a file"
    assert reasons == {
        "a.yaml": "name: a\n",
        "dangling.yaml": link,
        "folder.yaml": link,
        "link.yaml": link,
        "pipe.yaml": "is a pipe, not a file",
    }


def test_a_socket_a_folder_and_a_device_are_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket is short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("x.yaml")
        with pytest.raises(FileUnreadableError, match="is a socket, not a file"):
            FolderTree(tmp_path).read("x.yaml", 100)
    (tmp_path / "y.yaml").mkdir()
    with pytest.raises(FileUnreadableError, match="is a folder, not a file"):
        FolderTree(tmp_path).read("y.yaml", 100)
    with pytest.raises(FileUnreadableError, match="is a device, not a file"):
        FolderTree("/dev").read("null", 100)


def test_a_file_that_went_away_is_unreadable(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": b""})
    tree = FolderTree(tmp_path)
    assert list(tree.files()) == ["a.yaml"]
    (tmp_path / "a.yaml").unlink()
    with pytest.raises(FileUnreadableError) as caught:
        tree.read("a.yaml", 100)
    assert str(caught.value) == "a.yaml: is not there"


def test_a_folder_that_cannot_be_listed_is_named(tmp_path: Path) -> None:
    write(tmp_path, {"file": b""})
    for name, problem in (("none", "No such file or directory"), ("file", "Not a directory")):
        with pytest.raises(SourceError) as caught:
            FolderTree(tmp_path / name).files()
        assert str(caught.value) == f"{tmp_path / name}: cannot be listed: {problem}"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_below_that_cannot_be_listed_is_named(tmp_path: Path) -> None:
    write(tmp_path, {"closed/a.yaml": b""})
    (tmp_path / "closed").chmod(0)
    try:
        with pytest.raises(SourceError, match=r"closed/?: cannot be listed: Permission denied"):
            FolderTree(tmp_path).files()
    finally:
        (tmp_path / "closed").chmod(0o755)


def test_file_names_that_are_no_utf8_are_read(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"caf\xe9.yaml")).write_bytes(b"name: a\n")
    except OSError:
        pytest.skip("this file system takes names in UTF-8 alone")
    tree = FolderTree(tmp_path)
    assert list(tree.files()) == ["caf\udce9.yaml"]
    assert tree.read("caf\udce9.yaml", 100) == b"name: a\n"
    assert tree.locate("caf\udce9.pt") == f"file://{tmp_path}/caf%E9.pt"


@pytest.mark.parametrize(
    ("path", "uri"),
    [("/a/../b", "file:///a/../b"), ("/~/x", "file:///~/x"), ("/é", "file:///%C3%A9"), ("/a#b?c", "file:///a%23b%3Fc")],
)
def test_a_path_becomes_a_uri_as_it_is(path: str, uri: str) -> None:
    assert file_uri(path) == uri


# Memory


TEXTS = st.text(st.characters(codec="utf-8"), max_size=5)
SCALARS = st.none() | st.booleans() | st.integers() | TEXTS | st.floats(allow_nan=False, allow_infinity=False)
KEYS = st.text("ab\x7f\u2028") | st.integers()
VALUES = st.recursive(
    SCALARS, lambda values: st.lists(values, max_size=3) | st.dictionaries(KEYS, values), max_leaves=6
)


@settings(deadline=None)
@given(card=st.dictionaries(TEXTS.map(lambda key: f"x{key}"), VALUES, max_size=4))
def test_a_card_in_memory_has_the_values_that_it_was_given(card: dict[str, object]) -> None:
    tree = MemoryTree("test", cards=[{"name": "tiny", **card}])
    resolved = Catalog([Store(tree)]).card("tiny")
    assert resolved.fields == card
    assert [resolved.field(name).origin.line for name in card] == list(range(3, len(card) + 3))


@pytest.mark.parametrize("value", [date(2026, 1, 1), {1, 2}, float("nan"), object(), "\ud800", {(1, 2): 3}])
def test_what_is_no_value_of_a_card_is_refused(value: object) -> None:
    with pytest.raises(SourceError, match=r"^memory:test: card number 1 cannot be written as YAML: "):
        MemoryTree("test", cards=[{"name": "a"}, {"name": "b", "x": value}])


def test_a_card_that_holds_itself_is_refused() -> None:
    value: list[object] = []
    value.append(value)
    with pytest.raises(SourceError, match=r"^memory:cards: card number 0 cannot be written as YAML: "):
        MemoryTree(cards=[{"name": "a", "x": value}])


def test_files_in_memory_may_be_text_or_bytes() -> None:
    tree = MemoryTree("test", {"a.yaml": "é\ud800", "b.yaml": b"\xff"})
    assert (tree.read("a.yaml", 100), tree.read("b.yaml", 100)) == ("é".encode() + b"\xed\xa0\x80", b"\xff")
    assert (str(tree.origin), tree.locate("models/../x.pt")) == ("memory:test", "memory:test/x.pt")


# A package


def test_the_cards_of_a_package_are_read(packages: Path) -> None:
    write(packages, {f"cards_of_team/{path}": content for path, content in CARDS.items()})
    write(packages, {"cards_of_team/__init__.py": b""})
    tree = PackageTree("cards_of_team")
    assert list(tree.files()) == ["a.yaml", "models/@lab/a.yml"]
    assert tree.read("models/@lab/a.yml", 6) == b"name: "
    assert tree.read("catalog.toml", 100) == b"x = 1"
    assert str(tree.origin) == "package:cards_of_team"
    assert tree.locate("models/../x.pt") == f"file://{packages}/cards_of_team/models/../x.pt"
    with pytest.raises(FileUnreadableError, match=r"^none\.yaml: is not there$"):
        tree.read("none.yaml", 100)


def test_a_package_without_init_may_lie_in_several_folders(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(packages, {"site2/loose_cards/other/b.yaml": b"name: b\n", "loose_cards/sub/a.yaml": b"name: a\n"})
    monkeypatch.syspath_prepend(packages / "site2")
    tree = PackageTree("loose_cards")
    assert list(tree.files()) == ["other/b.yaml", "sub/a.yaml"]
    assert tree.read("sub/a.yaml", 100) == b"name: a\n"
    assert tree.locate("sub/x.pt") == f"file://{packages}/loose_cards/sub/x.pt"
    assert tree.locate("other/../x.pt") == f"file://{packages}/site2/loose_cards/other/../x.pt"


def test_a_package_without_files_locates_by_name(packages: Path) -> None:
    (packages / "empty_cards").mkdir()
    assert PackageTree("empty_cards").locate("x.pt") == "package:empty_cards/x.pt"


def test_a_package_in_a_zip_file_is_read(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(packages / "cards.zip", "w") as archive:
        archive.writestr("zipped_cards/__init__.py", "")
        archive.writestr("zipped_cards/models/a.yaml", "name: a\n")
    monkeypatch.syspath_prepend(packages / "cards.zip")
    tree = PackageTree("zipped_cards")
    assert list(tree.files()) == ["models/a.yaml"]
    assert tree.read("models/a.yaml", 100) == b"name: a\n"
    assert tree.locate("models/x.pt") == "package:zipped_cards/models/x.pt"


def test_links_in_a_package_do_not_lead_in_a_circle(packages: Path) -> None:
    write(packages, {"circular_cards/__init__.py": b"", "circular_cards/a.yaml": b""})
    (packages / "circular_cards/again").symlink_to(".")
    (packages / "circular_cards/dangling.yaml").symlink_to("/nowhere")
    tree = PackageTree("circular_cards")
    assert list(tree.files()) == ["a.yaml", "dangling.yaml"]
    with pytest.raises(FileUnreadableError, match="cannot be read: No such file or directory"):
        tree.read("dangling.yaml", 100)


@pytest.mark.parametrize(
    ("package", "problem"),
    [
        ("no_such_package", "ModuleNotFoundError: No module named 'no_such_package'"),
        ("failing_cards", "RuntimeError: not today"),
        ("module_of_cards", "TypeError: 'module_of_cards' is a module; cards are read from a package "),
        ("", "ValueError: Empty module name"),
    ],
)
def test_a_package_that_cannot_be_read_is_named(packages: Path, package: str, problem: str) -> None:
    write(packages, {"failing_cards/__init__.py": b"raise RuntimeError('not today')", "module_of_cards.py": b""})
    with pytest.raises(SourceError) as caught:
        PackageTree(package).files()
    assert str(caught.value).startswith(f"package:{package}: cannot be read: {problem}")


class FailingTree(MemoryTree):
    """A tree of somebody's that fails otherwise than the protocol says."""

    def __init__(self, error: Exception, *, listing: bool) -> None:
        super().__init__("failing", {"a.yaml": "name: a\n"})
        self._error = error
        self._listing = listing

    def files(self) -> Sequence[str]:
        if self._listing:
            raise self._error
        return super().files()

    def read(self, path: str, limit: int) -> bytes:
        raise self._error


ERRORS = [
    (PermissionError("no token"), "PermissionError: no token"),
    (ConnectionError(), "ConnectionError"),
    (ValueError("odd"), "ValueError: odd"),
]


@pytest.mark.parametrize(("error", "told"), ERRORS)
def test_a_tree_of_others_that_cannot_be_listed_says_why(error: Exception, told: str) -> None:
    with pytest.raises(SourceError, match=f"^memory:failing: cannot be listed: {told}$"):
        open_catalog(FailingTree(error, listing=True), stores=[])


@pytest.mark.parametrize(("error", "told"), ERRORS)
def test_a_file_of_others_that_cannot_be_read_does_not_hide_the_rest(error: Exception, told: str) -> None:
    with open_catalog(
        MemoryTree("sound", {"b.yaml": "name: b\n"}), stores=[FailingTree(error, listing=False)]
    ) as catalog:
        assert catalog.names() == ["b"]
        assert [str(finding) for finding in catalog.findings()] == [f"a.yaml: C001 error: cannot be read: {told}"]


@pytest.mark.parametrize("files", [None, "a.yaml", ["README.md"], [3]])
def test_a_tree_of_others_lists_paths_of_card_files(files: object, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = MemoryTree("odd", {})
    monkeypatch.setattr(tree, "files", lambda: files)
    with pytest.raises(SourceError, match=r"^memory:odd: cannot be listed: files\(\) gave .*, not paths of"):
        open_catalog(tree, stores=[])


@pytest.mark.parametrize("content", [None, "name: a\n"])
def test_a_file_of_others_is_bytes(content: object, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = MemoryTree("odd", {"a.yaml": "name: a\n"})
    catalog = open_catalog(tree, stores=[])
    monkeypatch.setattr(tree, "read", lambda path, limit: content)
    told = f"a.yaml: C001 error: cannot be read: read() gave {type(content).__name__}, not bytes"
    assert [str(finding) for finding in catalog.findings()] == [told]

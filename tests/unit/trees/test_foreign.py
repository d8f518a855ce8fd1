"""Trees that somebody else has written: each fails as a tree may fail, whatever is odd about it."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pytest

from assetcards import FileMissingError, MemoryTree, SourceError, Tree, TreeOrigin, open_catalog
from assetcards.errors import AssetCardsError
from assetcards.trees.plugins import PluginError, register_store, unregister
from assetcards.trees.tree import Presence


class Theirs(Tree):
    """A sound tree of one card, of which each test changes one thing."""

    origin = TreeOrigin(kind="memory", place="theirs")

    def files(self) -> Sequence[str]:
        return ["a.yaml"]

    def read(self, path: str, limit: int) -> bytes:
        if path not in self.files():
            raise FileMissingError(path)
        return b"name: a\ncheckpoint: ./x.pt\n"[:limit]


def ending(*arguments: object) -> object:
    sys.exit(0)


def raising(*arguments: object) -> object:
    raise ValueError("odd")


def test_a_sound_tree_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with open_catalog(Theirs(), stores=[]) as catalog:
        assert (catalog.names(), catalog.card("a").uri()) == (["a"], "memory:theirs/x.pt")
        assert catalog.own.origin == Theirs.origin


@pytest.mark.parametrize(
    ("origin", "problem"),
    [
        (None, "tree Theirs has an invalid origin: None"),
        ("somewhere", "tree Theirs has an invalid origin: 'somewhere'"),
        (TreeOrigin(kind="memory", place=3), "tree Theirs has an invalid origin: TreeOrigin("),  # type: ignore[arg-type]
        (property(raising), "origin of tree Theirs failed with ValueError: odd"),
        (property(ending), "origin of tree Theirs failed with SystemExit: 0"),
    ],
)
def test_a_tree_without_an_origin_is_refused(monkeypatch: pytest.MonkeyPatch, origin: object, problem: str) -> None:
    monkeypatch.setattr(Theirs, "origin", origin)
    for stores in ([], [MemoryTree()]):
        with pytest.raises(SourceError) as caught:
            open_catalog(Theirs(), stores=stores)
        assert caught.value.message.startswith(problem)
    with pytest.raises(SourceError):
        open_catalog(MemoryTree(), stores=[Theirs()])


def test_a_registered_store_without_an_origin_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Theirs, "origin", None)
    make = register_store(Theirs)
    try:
        with pytest.raises(PluginError, match=r"^registered:Theirs: tree Theirs has an invalid origin: None"):
            open_catalog(MemoryTree())
    finally:
        unregister(make)


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        (["../x.yaml"], "files() returned '../x.yaml', not a path inside the tree"),
        (["/x.yaml"], "files() returned '/x.yaml', not a path inside the tree"),
        (["a/../../x.yaml"], "files() returned 'a/../../x.yaml', not a path inside the tree"),
        (["./x.yaml"], "files() returned './x.yaml', not a path inside the tree"),
        (["a//x.yaml"], "files() returned 'a//x.yaml', not a path inside the tree"),
        (["x.yaml", "y.yaml", "x.yaml"], "files() returned a path twice"),
        (iter(["x.yaml"]), "files() returned <list_iterator"),
        (None, "files() returned None, not paths of *.yaml files"),
    ],
)
def test_what_a_tree_lists_are_paths_in_it(monkeypatch: pytest.MonkeyPatch, files: object, problem: str) -> None:
    monkeypatch.setattr(Theirs, "files", lambda tree: files)
    with pytest.raises(SourceError) as caught:
        open_catalog(Theirs(), stores=[])
    assert caught.value.message.startswith(f"memory:theirs: cannot be listed: {problem}")


def test_a_repository_that_a_tree_lists_is_a_path_in_it_and_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Theirs, "repositories", lambda tree: ["extra"])
    with open_catalog(Theirs(), stores=[]) as catalog:
        assert [(d.code, d.path, d.message) for d in catalog.findings()] == [("C001", "extra", "does not exist")]
    monkeypatch.setattr(Theirs, "repositories", lambda tree: ["../extra"])
    with pytest.raises(SourceError, match=r"files\(\) returned '\.\./extra', not a path inside"):
        open_catalog(Theirs(), stores=[])


@pytest.mark.parametrize("failing", [ending, raising])
@pytest.mark.parametrize(
    "method",
    ["files", "presence", "repositories", "misspelled_files", "maybe_digest", "maybe_files_with", "locate", "close"],
)
def test_whatever_a_method_does_is_an_error_of_ours(
    monkeypatch: pytest.MonkeyPatch, method: str, failing: object
) -> None:
    monkeypatch.setattr(Theirs, method, failing)
    problem = "SystemExit: 0" if failing is ending else "ValueError: odd"
    with pytest.raises(AssetCardsError) as caught:
        use(Theirs())
    assert problem in caught.value.message


def use(tree: Tree) -> None:
    """Have every method called."""
    with open_catalog(tree, stores=[]) as catalog:
        theirs = catalog.own.tree
        assert not theirs.misspelled_files()
        assert theirs.presence("a.yaml") is Presence.UNKNOWN
        assert theirs.maybe_digest("a.yaml") is theirs.maybe_files_with("a") is None
        assert catalog.card("a").uri()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"name: a\n" * 1_000_000, "a.yaml:1:1: C130 error: file is larger than 1048576 bytes"),
        ("name: a", "a.yaml: C001 error: cannot be read: read() returned str, not bytes"),
        (None, "a.yaml: C001 error: cannot be read: read() returned NoneType, not bytes"),
    ],
)
def test_a_file_is_bytes_and_no_longer_than_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, content: object, told: str
) -> None:
    with open_catalog(Theirs(), stores=[]) as catalog:
        monkeypatch.setattr(Theirs, "read", lambda tree, path, limit: content)
        findings = [str(finding) for finding in catalog.findings()]
    assert len(findings) == 1
    assert findings[0].startswith(told)


def test_ctrl_c_stays_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(tree: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(Theirs, "files", interrupted)
    with pytest.raises(KeyboardInterrupt):
        open_catalog(Theirs(), stores=[])


def test_what_a_tree_prints_goes_where_messages_go(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def talking(tree: object) -> list[str]:
        sys.stdout.write("hello\n")
        return []

    monkeypatch.setattr(Theirs, "files", talking)
    open_catalog(Theirs(), stores=[]).close()
    captured = capsys.readouterr()
    assert (captured.out, set(captured.err.split())) == ("", {"hello"})


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
    with pytest.raises(SourceError, match=r"^memory:odd: cannot be listed: files\(\) returned .*, not paths of"):
        open_catalog(tree, stores=[])


@pytest.mark.parametrize("content", [None, "name: a\n"])
def test_a_file_of_others_is_bytes(content: object, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = MemoryTree("odd", {"a.yaml": "name: a\n"})
    catalog = open_catalog(tree, stores=[])
    monkeypatch.setattr(tree, "read", lambda path, limit: content)
    told = f"a.yaml: C001 error: cannot be read: read() returned {type(content).__name__}, not bytes"
    assert [str(finding) for finding in catalog.findings()] == [told]

"""A store: what of its files is read, what is parsed, and when."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assetcards import MemoryTree
from assetcards.model.store import Store, may_hold
from assetcards.text.documents import Bounds

FILES = {
    "a.yaml": "name: one\n---\nname: two@lab\n",
    "b.yaml": "name: two\nnote: see one\n",
    "c.yaml": 'name: "thr\\u0065e"\n',
    "d.yaml": "name: four five\n",
    "e.yaml": "name: x\nnote: [\n---\nname: lost\n",
}


class CountingTree(MemoryTree):
    """Counts how often each file is read."""

    def __init__(self, files: dict[str, str], digests: dict[str, str] | None = None) -> None:
        super().__init__("counting", files)
        self.reads: list[str] = []
        self._digests = digests or {}

    def read(self, path: str, limit: int) -> bytes:
        self.reads.append(path)
        return super().read(path, limit)

    def maybe_digest(self, path: str) -> str | None:
        return self._digests.get(path)


class KnowingTree(CountingTree):
    """Knows which files hold a name."""

    def maybe_files_with(self, text: str) -> Sequence[str] | None:
        return ["b.yaml"]


def names(store: Store, name: str) -> list[str]:
    return [str(card.full_name) for card in store.cards_named(name)]


def test_a_name_is_looked_up_in_the_files_that_may_hold_it_alone() -> None:
    store = Store(CountingTree(FILES))
    assert names(store, "one") == ["one"]
    assert store.parsed_paths == ["a.yaml", "b.yaml", "c.yaml"]  # a backslash may stand for any character
    assert names(store, "two") == ["two@lab", "two"]
    assert names(store, "three") == ["three"]
    assert names(store, "none") == []


def test_a_name_with_a_space_may_be_written_in_any_way_so_all_files_are_parsed() -> None:
    store = Store(CountingTree(FILES))
    assert names(store, "four five") == ["four five"]
    assert store.parsed_paths == sorted(FILES)


def test_a_tree_that_knows_more_saves_the_reading() -> None:
    tree = KnowingTree(FILES)
    assert names(Store(tree), "two") == ["two"]
    assert tree.reads == ["b.yaml"]


def test_a_part_has_some_files_and_cards_alone_and_what_it_reads_is_not_read_again() -> None:
    tree = CountingTree(FILES)
    store = Store(tree)
    part = store.part(["a.yaml", "e.yaml", "none.yaml"], ["two", "x", "four five"])
    assert list(part.paths()) == ["a.yaml", "e.yaml"]
    assert ([card.name for card in part.cards()], list(part.lost_names)) == (["two", "x"], ["x", "lost"])
    assert (names(part, "two"), part.has_environment("lab")) == (["two@lab"], True)
    assert names(store, "two") == ["two@lab", "two"]
    assert sorted(tree.reads) == sorted(FILES)


def test_what_two_stores_have_alike_is_read_in_one_of_them() -> None:
    trees = [CountingTree(FILES), CountingTree(FILES | {"b.yaml": "name: new\n"}), CountingTree(FILES)]
    first, second, third = map(Store, trees)
    alike = [path for path in FILES if path != "b.yaml"]
    second.share(first, alike)
    third.share(second, alike)
    first.share(second, alike)  # what others read in it, it reads itself
    assert names(second, "two") == ["two@lab"]
    assert [card.name for card in third.cards()] == ["one", "two", "two", "three", "four five", "x"]
    assert [sorted(tree.reads) for tree in trees] == [alike, ["b.yaml"], ["b.yaml"]]
    assert third.file("a.yaml").cards[0].tree is third.tree
    assert third.file("a.yaml").cards[0].document is first.file("a.yaml").cards[0].document


def test_every_file_is_read_once_whatever_is_asked() -> None:
    tree = CountingTree(FILES)
    store = Store(tree)
    for name in ("one", "two", "none"):
        names(store, name)
    assert [card.name for card in store.cards()] == ["one", "two", "two", "three", "four five", "x"]
    assert names(store, "two") == ["two@lab", "two"]
    assert [file.path for file in store.files()] == sorted(FILES)
    assert sorted(tree.reads) == sorted(FILES)


def test_names_in_files_that_broke_off_are_lost_and_no_cards() -> None:
    store = Store(MemoryTree("test", FILES))
    assert names(store, "lost") == []
    assert {name: finding.path for name, finding in store.lost_names.items()} == {"x": "e.yaml", "lost": "e.yaml"}


def test_the_bound_of_bytes_holds_for_every_way_of_reading() -> None:
    bounds = Bounds(file_bytes=20)
    looked_up, read = Store(MemoryTree("test", FILES), bounds=bounds), Store(MemoryTree("test", FILES), bounds=bounds)
    assert names(looked_up, "two") == []
    for store in (looked_up, read):
        assert [finding.code for finding in store.file("b.yaml").findings] == ["C130"]


def test_a_store_takes_over_what_another_has_read_of_the_same_files() -> None:
    digests = {"a.yaml": "1", "b.yaml": "2", "c.yaml": "3"}
    first = Store(CountingTree(FILES, digests))
    names(first, "one")
    tree = CountingTree(FILES, digests | {"b.yaml": "changed"})
    second = Store(tree)
    second.take_over(first)
    assert [card.name for card in second.cards()] == [card.name for card in first.cards()]
    assert sorted(tree.reads) == ["b.yaml", "d.yaml", "e.yaml"]
    assert {card.tree for card in second.cards()} == {second.tree} != {first.tree}


@pytest.mark.parametrize(
    ("content", "text", "may"),
    [
        (b"name: tiny\n", "tiny", True),
        (b"name: tin\n", "tiny", False),
        (b'name: "t\\x69ny"\n', "tiny", True),
        (b"name: a\n", "a b", True),
        (b"name: caf\n", "caf\u00e9", True),
    ],
)
def test_a_file_may_hold_a_name_unless_it_cannot(content: bytes, text: str, may: bool) -> None:
    assert may_hold(content, text) is may

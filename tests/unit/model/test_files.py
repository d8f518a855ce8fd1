"""Card files: each is read once, in whichever of the stores that have it."""

from __future__ import annotations

from assetcards import MemoryTree
from assetcards.model.store import Store
from assetcards.text.documents import Bounds
from tests.unit.model.counting import FILES, CountingTree, names


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

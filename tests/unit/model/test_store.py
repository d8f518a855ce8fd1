"""A store: what of its files is read, what is parsed, and when."""

from __future__ import annotations

from collections.abc import Sequence

from assetcards import MemoryTree
from assetcards.model.store import Store
from tests.unit.model.counting import FILES, CountingTree, names


class KnowingTree(CountingTree):
    """Knows which files hold a name."""

    def maybe_files_with(self, text: str) -> Sequence[str] | None:
        return ["b.yaml"]


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


def test_names_in_files_that_broke_off_are_lost_and_no_cards() -> None:
    store = Store(MemoryTree("test", FILES))
    assert names(store, "lost") == []
    assert {name: finding.path for name, finding in store.lost_names.items()} == {"x": "e.yaml", "lost": "e.yaml"}

"""The part of two catalogs that a change reaches: which cards and files it has, and when it is everything."""

from __future__ import annotations

import pytest

from assetcards import Catalog, MemoryTree
from assetcards.comparison import reach
from assetcards.comparison.reach import reached_parts
from assetcards.errors import SourceError
from assetcards.model.store import Store
from assetcards.text.documents import Bounds
from assetcards.trees.nowhere import NowhereTree
from assetcards.trees.tree import Tree
from tests.unit.cards import catalog_of

OLD = {
    "base.yaml": "name: base\nlicense: MIT\n",
    "root.yaml": "name: root\n",
    "mid.yaml": "name: mid\nbase: root\nnote: 1\n",
    "leaf.yaml": "name: leaf\nbase: mid\n",
    "lab.yaml": "name: leaf@lab\ncheckpoint: /lab\n",
    "user.yaml": "name: user\ntokenizer_ref: mid\n",
    "other.yaml": "name: other\nbase: base\n",
    "longer.yaml": "name: mid2\nnote: a-mid, mid.x\n",
}
NEW = OLD | {"mid.yaml": OLD["mid.yaml"].replace("1", "2")}
REACHED = ["lab.yaml", "leaf.yaml", "mid.yaml", "root.yaml", "user.yaml"]


def reached(old: dict[str, str], new: dict[str, str], *, through_references: bool = False) -> list[str]:
    """The files of the part; both sides have the same, as far as they are there."""
    before, after = catalog_of(old), catalog_of(new)
    parts = reached_parts(before, after, through_references=through_references)
    paths = [list(part.own.paths()) for part in parts]
    assert paths == [[path for path in side if path in {*paths[0], *paths[1]}] for side in map(sorted, (old, new))]
    return sorted({*paths[0], *paths[1]})


def test_a_change_reaches_the_cards_that_inherit_and_all_their_bases_and_overrides() -> None:
    assert reached(OLD, NEW) == REACHED  # `user.yaml` has the name, too: what it says is known when it is parsed


def test_no_other_file_is_parsed_on_either_side() -> None:
    before, after = catalog_of(OLD), catalog_of(NEW)
    reached_parts(before, after)
    assert sorted(before.own.parsed_paths) == sorted(after.own.parsed_paths) == REACHED


def test_what_refers_to_a_card_is_reached_with_all_that_refer_to_that_if_this_is_asked() -> None:
    more = {"z.yaml": "name: z\ntokenizer_ref: user\n"}
    assert reached(OLD | more, NEW | more) == REACHED
    assert reached(OLD | more, NEW | more, through_references=True) == [*REACHED, "z.yaml"]


def test_a_base_that_only_one_side_has_is_reached() -> None:
    rebased = OLD | {"mid.yaml": "name: mid\nbase: base\nnote: 1\n"}
    both = sorted([*REACHED, "base.yaml", "other.yaml"])
    assert reached(OLD, rebased) == reached(rebased, OLD) == both


def test_a_card_that_comes_goes_or_cannot_be_read_reaches_those_that_name_it() -> None:
    without = {path: text for path, text in OLD.items() if path != "mid.yaml"}
    assert reached(without, OLD) == reached(OLD, without) == REACHED
    broken = OLD | {"mid.yaml": "name: mid\nbase: [\n"}
    assert reached(OLD, broken) == reached(broken, OLD) == REACHED


def test_the_card_that_a_deprecation_names_is_there_when_the_deprecated_one_goes() -> None:
    old = {"old.yaml": "name: old\ndeprecated: {replaced_by: one}\n", "one.yaml": "name: one\n", "x.yaml": "name: x\n"}
    assert reached(old, {path: text for path, text in old.items() if path != "old.yaml"}) == ["old.yaml", "one.yaml"]


def test_a_comment_reaches_no_more_than_its_card_does_and_a_file_without_cards_nothing() -> None:
    assert reached(OLD, OLD | {"mid.yaml": OLD["mid.yaml"] + "# c\n"}) == REACHED
    assert reached(OLD, OLD | {"none.yaml": "# c\n"}) == ["none.yaml"]


def test_a_file_with_a_backslash_may_have_any_name() -> None:
    odd = {"odd.yaml": 'name: "\\x6cea"\nbase: "m\\x69d"\n'}
    assert reached(OLD | odd, NEW | odd) == sorted([*REACHED, "odd.yaml"])


@pytest.mark.parametrize("name", ["a b", "café", "org/m"])
def test_a_name_that_may_be_written_in_other_ways_reaches_everything(name: str) -> None:
    odd = {"odd.yaml": f"name: x\nbase: {name}\n"}
    assert reached(OLD, OLD | odd) == sorted(OLD | odd)


def test_more_names_than_are_searched_for_reach_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "MAX_NAMES", 2)
    assert reached(OLD, NEW) == sorted(OLD)


def test_sides_that_are_not_comparable_are_reached_whole() -> None:
    old, new = catalog_of(OLD), catalog_of(NEW)
    for other in (
        Catalog([]),
        catalog_of(NEW, more="name: z\n"),
        Catalog([Store(MemoryTree("first", NEW), bounds=Bounds(nodes=7))]),
    ):
        assert reached_parts(old, other) == (old, other)
    assert reached_parts(old, new) != (old, new)


def test_cards_of_other_stores_are_reached_as_well_and_the_others_of_these_stores_are_not() -> None:
    sides = [catalog_of(files, more="name: far\nbase: mid\n") for files in (OLD, NEW)]
    old, new = reached_parts(sides[0], sides[1])
    assert old.names() == new.names() == ["far", "leaf", "leaf@lab", "mid", "root"]
    sides = [catalog_of(files, more="name: far\nbase: base\n") for files in (OLD, NEW)]
    assert [list(store.paths()) for store in reached_parts(sides[0], sides[1])[0].stores] == [REACHED, []]


def test_names_that_no_card_of_the_part_has_are_suggested_from_the_whole_catalog() -> None:
    old, new = reached_parts(catalog_of(OLD), catalog_of(NEW | {"mid.yaml": "name: mid\nbase: othr\n"}))
    assert "other" not in new.card_names()
    assert new.closest_names("othr") == old.closest_names("othr") == ["other"]


def test_a_store_that_neither_side_can_list_is_no_reason_to_compare_everything() -> None:
    def beside(files: dict[str, str], *trees: Tree) -> Catalog:
        catalog = catalog_of(files)
        return catalog.with_(stores=[*catalog.stores, *map(Store, trees)])

    nowhere, empty = NowhereTree("user", SourceError("there is no home folder")), MemoryTree("user", {})
    old, new = reached_parts(beside(OLD, nowhere), beside(NEW, nowhere))
    assert old.names() == new.names() == ["leaf", "leaf@lab", "mid", "root"]
    for sides in ((beside(OLD, nowhere), beside(NEW, empty)), (beside(OLD, empty), beside(NEW, nowhere))):
        assert reached_parts(*sides) == sides

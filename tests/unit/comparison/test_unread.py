"""Cards in a file that one side cannot read: nobody can say that they came or went."""

from __future__ import annotations

import pytest

from assetcards.comparison.edits import Edit
from assetcards.comparison.unread import as_changed, find_unread
from assetcards.names import FullName
from tests.unit.cards import catalog_of

POINTER = "version https://git-lfs.github.com/spec/v1\n"
SOUND = {"x.yaml": "name: a\n---\nname: a@lab\n", "y.yaml": "name: b\n"}
BROKEN = SOUND | {"x.yaml": POINTER}


def test_the_cards_of_a_file_that_cannot_be_read_are_those_that_the_other_side_has_in_it() -> None:
    unread = find_unread(catalog_of(BROKEN), catalog_of(SOUND))
    assert {str(name): finding.code for name, finding in unread.items()} == {"a": "C113", "a@lab": "C113"}
    assert find_unread(catalog_of(SOUND), catalog_of(BROKEN)) == {}
    assert find_unread(catalog_of(BROKEN), catalog_of({"y.yaml": "name: b\n"})) == {}


def test_a_file_that_breaks_off_is_read_and_not_one_of_these() -> None:
    assert find_unread(catalog_of(SOUND | {"x.yaml": "name: a\nx: [\n"}), catalog_of(SOUND)) == {}


@pytest.mark.parametrize(
    ("kind", "side", "name", "expected"),
    [
        ("removed", 1, "a", "changed"),
        ("added", 0, "a", "changed"),
        ("removed", 0, "a", "removed"),
        ("added", 1, "a", "added"),
        ("removed", 1, "b", "removed"),
        ("changed", 0, "a", "changed"),
    ],
)
def test_a_card_that_the_side_without_it_cannot_read_has_changed(
    kind: str, side: int, name: str, expected: str
) -> None:
    files = [SOUND, SOUND]
    files[side] = BROKEN
    catalogs = catalog_of(files[0]), catalog_of(files[1])
    unread = find_unread(*catalogs), find_unread(catalogs[1], catalogs[0])
    edits = {FullName(name): Edit(kind=kind)}  # type: ignore[arg-type] # (a word of the table)
    assert [edit.kind for edit in as_changed(edits, catalogs, unread).values()] == [expected]


def test_a_card_whose_name_is_lost_in_a_broken_file_has_changed() -> None:
    catalogs = (
        catalog_of({"x.yaml": "name: a\n---\nname: lost\n"}),
        catalog_of({"x.yaml": "name: a\n---\n- name: lost\n"}),
    )
    edits = {FullName("lost"): Edit(kind="removed"), FullName("lost", "lab"): Edit(kind="removed")}
    found = as_changed(edits, catalogs, ({}, {}))
    assert [edit.kind for edit in found.values()] == ["changed", "removed"]

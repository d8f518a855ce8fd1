"""What was edited between two catalogs, and which files are parsed for it."""

from __future__ import annotations

import pytest

from assetcards import MemoryTree
from assetcards.comparison.edits import cards_of_both, find_edits
from assetcards.model.catalog import Catalog
from assetcards.model.store import Store
from tests.unit.cards import catalog_of

OLD = {"m/x.yaml": "name: a\nn: {b: 1}\ncheckpoint: ./x\n", "y.yaml": "name: b\n---\nname: b@lab\nx: 1\n"}


def edits(old: dict[str, str], new: dict[str, str]) -> dict[str, str]:
    found = find_edits(*cards_of_both(catalog_of(old), catalog_of(new)))
    return {str(name): edit.kind for name, edit in found.items()}


def test_cards_come_go_and_change_by_their_full_names() -> None:
    new = {"m/x.yaml": OLD["m/x.yaml"].replace("1", "2"), "y.yaml": "name: b\n---\nname: c\n"}
    assert edits(OLD, new) == {"a": "changed", "b@lab": "removed", "c": "added"}


@pytest.mark.parametrize(
    "text",
    [
        "# c\nname: a\ncheckpoint: ./x\nn:\n  b: 0x1\n",
        '{"name": "a", "n": {"b": 1}, "checkpoint": "./x"}\n',
    ],
)
def test_another_form_is_no_edit(text: str) -> None:
    assert edits(OLD, OLD | {"m/x.yaml": text}) == {}


@pytest.mark.parametrize(
    "text",
    [
        OLD["m/x.yaml"].replace("b: 1", "b: 1.0"),
        OLD["m/x.yaml"].replace("b: 1", "b: true"),
        OLD["m/x.yaml"] + "more: null\n",
        OLD["m/x.yaml"].replace("checkpoint: ./x\n", ""),
        OLD["m/x.yaml"].replace("{b: 1}", "[b, 1]"),
        OLD["m/x.yaml"] + "base: [x]\n",
        OLD["m/x.yaml"] + "---\nname: a\n",
    ],
)
def test_another_value_field_fault_or_a_second_card_of_the_name_is_an_edit(text: str) -> None:
    assert edits(OLD, OLD | {"m/x.yaml": text}) == {"a": "changed"}


def test_a_card_in_another_folder_has_changed_and_in_another_file_of_its_folder_has_not() -> None:
    text = OLD["m/x.yaml"]
    assert edits(OLD, {"m/z.yaml": text, "y.yaml": OLD["y.yaml"]}) == {}
    assert edits(OLD, {"n/x.yaml": text, "y.yaml": OLD["y.yaml"]}) == {"a": "changed"}


class Digested(MemoryTree):
    """A tree that knows digests of its files, and counts what is read."""

    def __init__(self, files: dict[str, str], digests: dict[str, str]) -> None:
        super().__init__("digested", files)
        self.reads: list[str] = []
        self._digests = digests

    def maybe_digest(self, path: str) -> str | None:
        return self._digests.get(path)

    def read(self, path: str, limit: int) -> bytes:
        self.reads.append(path)
        return super().read(path, limit)


def test_a_file_with_the_same_digest_in_both_is_read_and_parsed_once() -> None:
    old, new = Digested(OLD, {"m/x.yaml": "1", "y.yaml": "2"}), Digested(OLD, {"m/x.yaml": "1", "y.yaml": "3"})
    first, second = Catalog([Store(old)]), Catalog([Store(new)])
    before, after = cards_of_both(first, second)
    assert new.reads == ["y.yaml"]
    same = {str(name): before[name][0].document is after[name][0].document for name in before}
    assert same == {"a": True, "b": False, "b@lab": False}
    assert {card.tree for cards in after.values() for card in cards} == {second.own.tree}


def test_catalogs_with_other_bounds_share_nothing() -> None:
    small = catalog_of(OLD)
    large = catalog_of(OLD)
    large = large.with_(settings=large.settings._replace(bounds=large.settings.bounds._replace(depth=9)))
    before, after = cards_of_both(small, large)
    assert not any(before[name][0].document is after[name][0].document for name in before)

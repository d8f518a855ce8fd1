"""Card files to cards: what is told of each document, and what still is a card."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetcards import MemoryTree
from assetcards.model.card import CardFile
from assetcards.model.reading import load_card_file
from assetcards.text.documents import Bounds
from assetcards.trees.folder import FolderTree


def file_of(content: str | bytes, bounds: Bounds | None = None) -> CardFile:
    """One file as a tree in memory holds it."""
    return load_card_file(MemoryTree("test", {"x.yaml": content}), "x.yaml", bounds or Bounds())


def told(file: CardFile) -> list[str]:
    """Every finding as `line:column: CODE`."""
    return [f"{d.line}:{d.column} {d.code}" for d in file.findings]


def test_a_card_has_its_name_its_fields_and_its_location() -> None:
    [card] = file_of("---\n# c\nname: ' tiny @ lab '\nbase: ' small '\nx: 1\n").cards
    assert (card.name, card.env, card.base, card.location) == ("tiny", "lab", "small", "x.yaml:3")
    assert list(card.fields) == ["base", "x"]
    assert (card.name_node.line, card.name_node.column) == (3, 7)
    assert not card.broken


def test_a_file_knows_its_keys_its_values_and_its_mappings() -> None:
    file = file_of("name: a\nx: {b: [c]}\n---\nname: d\n")
    assert [key.text for key in file.key_nodes] == ["name", "x", "b", "name"]
    assert [value.text for value in file.scalars] == ["a", "c", "d"]
    assert len(file.mappings) == 3


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("x: 1\n", ["1:1 C220"]),
        ("model_family: x\n", ["1:1 C201"]),
        ("name:\n", ["1:6 C202"]),
        ("name: 1\n", ["1:7 C202"]),
        ("name: [a]\n", ["1:7 C202"]),
        ("name: a@b@c\n", ["1:7 C203"]),
        ("name: ''\n", ["1:7 C203"]),
        ("- name: a\n", ["1:1 C137"]),
        ("---\n", ["1:1 C136"]),
        ("name: a\n---\n~\n", ["2:1 C136"]),
        ("name: a\n1: b\n__x__: c\n", ["2:1 C122", "3:1 C123"]),
        ("name: a\nbase: [b]\n", ["2:7 C402"]),
        ("name: a\nbase: b@lab\n", ["2:7 C402"]),
        ("name: a\nbase: ' '\n", ["2:7 C402"]),
        ("name: a\nbase: null\n", []),
        ("name: [\n", ["2:1 C120"]),
        ("x: 1\nname: a: b\n", ["2:8 C120"]),
    ],
)
def test_each_fault_of_a_document_is_reported_once_at_its_location(text: str, findings: list[str]) -> None:
    assert told(file_of(text)) == findings


def test_a_card_whose_text_breaks_off_behind_its_name_is_known_and_broken() -> None:
    first, second = file_of("name: a\n---\nname: b\nx: [\n---\nname: c\n").cards
    assert (first.name, first.broken) == ("a", False)
    assert (second.name, second.broken) == ("b", True)


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        (b"name: a\ncaf\xe9: 1\n", "2:4 C101"),
        ("name: é\nx: ".encode() + b"\xff\n", "2:4 C101"),
        ("name: a\n".encode("utf-16"), "1:1 C101"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "1:1 C113"),
        (b"x" * 200, "1:1 C130"),
    ],
)
def test_of_a_file_that_cannot_be_read_at_all_one_thing_is_reported(content: bytes, finding: str) -> None:
    file = file_of(content, Bounds(file_bytes=150))
    assert told(file) == [finding]
    assert (file.text, file.documents, file.cards) == (None, (), ())


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    file = file_of("\ufeffname: a\n")
    assert file.text == "name: a\n"
    assert [card.column for card in file.cards] == [1]


def test_a_file_of_the_size_of_the_bound_is_read() -> None:
    assert told(file_of("name: a\n", Bounds(file_bytes=8))) == []
    assert told(file_of("name: ab\n", Bounds(file_bytes=8))) == ["1:1 C130"]


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").symlink_to("/etc/hostname")
    [finding] = load_card_file(FolderTree(tmp_path), "x.yaml", Bounds()).findings
    assert (finding.code, finding.location) == ("C001", "x.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "name: a\nx: 1\n",
        "name: a\nx: " + "y" * 999 + "\n" + "z" * 1000 + ": [" + "w, " * 50 + "]\n",
        "name: a\nx: &x {k: " + "y" * 5000 + "}\ny: [*x, *x, *x]\nz: {n: {m: *x}}\n",
        "name: a\nx: &x {k: {l: " + "y" * 5000 + "}}\ny: {<<: *x}\nz: {<<: *x}\n",
    ],
)
def test_the_fields_of_a_card_are_no_larger_than_the_most_that_they_can_be(text: str) -> None:
    [card] = file_of(text).cards
    assert sum(extent.size for extent in card.extents.values()) <= card.most_bytes

"""Names in files with errors: cards that others may need, and the error that hides them."""

from __future__ import annotations

import pytest

from assetcards import MemoryTree
from assetcards.model.lost import lost_names, may_have_any_name
from assetcards.model.reading import load_card_file
from assetcards.text.documents import Bounds


def lost(content: str | bytes, bounds: Bounds | None = None) -> dict[str, str]:
    """Each name with the place and the code of what hides it."""
    file = load_card_file(MemoryTree("test", {"x.yaml": content}), "x.yaml", bounds or Bounds())
    return {name: f"{finding.line} {finding.code}" for name, finding in lost_names(file).items()}


def test_a_file_without_errors_has_lost_no_name() -> None:
    assert lost("name: a\n---\nname: b\nnote: 'name: c'\n") == {}


@pytest.mark.parametrize(
    "line", ["name: b", "name: b # the base", "'name': \"b\"", '{"name": "b"}', "{name: b", "name:  b@ ", "name: b\r"]
)
def test_a_name_after_the_error_is_lost_however_it_is_written(line: str) -> None:
    assert lost(f"name: a\nnote: [\n---\n{line}\n") == {"a": "3 C120", "b": "3 C120"}


@pytest.mark.parametrize(
    "line", ["  name: b", "names: b", "name b", "x: {name: b}", "name:", "name: b@lab", "# name: b"]
)
def test_what_is_no_name_of_a_plain_card_is_not_lost(line: str) -> None:
    assert lost(f"name: a\nnote: [\n---\n{line}\n") == {"a": "3 C120"}


def test_the_last_error_before_a_name_hides_it() -> None:
    text = "name: a\n1: x\n---\nname: b\n---\nname: c\n2: y\n---\nname: d\n"
    assert lost(text) == {"a": "2 C122", "b": "2 C122", "c": "2 C122", "d": "7 C122"}


def test_cards_in_a_list_are_lost() -> None:
    assert lost("- name: a\n  x: 1\n- name: b\n- text\n") == {"a": "1 C137", "b": "1 C137"}


def test_a_card_whose_name_is_misspelled_is_lost() -> None:
    assert lost("Name: a\n---\nnmae: b\n---\nx: 1\n") == {"a": "1 C201", "b": "3 C201"}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"name: a\nx: \xff\n", "2 C101"),
        (b"name: a\n" + b"#" * 100, "1 C130"),
        ("name: a\n".encode("utf-16"), None),
    ],
)
def test_a_file_that_is_not_read_at_all_has_lost_the_names_that_its_bytes_show(
    content: bytes, told: str | None
) -> None:
    assert lost(content, Bounds(file_bytes=50)) == ({"a": told} if told else {})


@pytest.mark.parametrize(
    ("content", "may"),
    [
        ("x: 1\nmodel_family: y\n", True),
        ("name:\nmodel_family: y\n", True),
        ("name: [a]\n", True),
        ("name: ''\n", True),
        ("name: 7\n", False),
        ("nmae: a\n", False),
        ("name: a@b@c\n", False),
        ("optimizer: {lr: 1}\n", False),
        ("- optimizer: {lr: 1}\n", False),
    ],
)
def test_a_card_without_a_name_that_was_meant_may_have_any(content: str, may: bool) -> None:
    assert may_have_any_name(load_card_file(MemoryTree("test", {"x.yaml": content}), "x.yaml", Bounds())) == may

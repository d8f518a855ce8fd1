"""Where a card file has a character, written as it is or as an escape."""

from __future__ import annotations

import re

import pytest

from assetcards import MemoryTree
from assetcards.model.characters import find_characters
from assetcards.model.reading import load_card_file
from assetcards.text.documents import Bounds

ODD = re.compile("[\x1b\u202e\xa0]")


def found(text: str, written: re.Pattern[str] = ODD, escaped: re.Pattern[str] | None = None) -> list[str]:
    """Each character as `LINE:COLUMN CODE`."""
    file = load_card_file(MemoryTree("test", {"x.yaml": text}), "x.yaml", Bounds())
    places = [(each.location, each.character) for each in find_characters(file, written, escaped)]
    return [f"{place.line}:{place.column} {ord(character):x}" for place, character in places]


def test_a_character_is_found_wherever_it_is() -> None:
    assert found("name: a # \u202e\nb\xa0c: \u202e\n") == ["1:11 202e", "2:2 a0", "2:6 202e"]


@pytest.mark.parametrize("escape", ["\\x1b", "\\e", "\\u001b", "\\U0000001B"])
def test_an_escape_is_found_in_double_quotes_alone(escape: str) -> None:
    assert found(f'name: a\nb: "x{escape}y"\n') == ["2:6 1b"]
    for text in (f"b: 'x{escape}y'", f"b: x{escape}y", f"b: x # {escape}", f"b: |\n  {escape}"):
        assert found(f"name: a\n{text}\n") == []


def test_a_backslash_that_is_escaped_escapes_nothing() -> None:
    assert found('name: "\\\\x1b"\n') == []
    assert found('name: "\\\\\\x1b"\n') == ["1:10 1b"]


def test_short_escapes_are_what_yaml_says() -> None:
    every = re.compile("[\\s\\S]", re.DOTALL)
    nothing = re.compile("(?!)")
    text = 'name: "\\0\\a\\b\\v\\f\\r\\e\\N\\_\\L\\P"\n'
    codes = [each.split()[1] for each in found(text, nothing, every)]
    assert codes == ["0", "7", "8", "b", "c", "d", "1b", "85", "a0", "2028", "2029"]


def test_escapes_may_have_a_pattern_of_their_own() -> None:
    text = 'name: "\\x1b \\u202e \u202e"\n'
    assert found(text, re.compile("\u202e"), re.compile("\x1b")) == ["1:20 202e", "1:8 1b"]


def test_escapes_of_every_document_and_in_keys_are_found() -> None:
    assert found('name: a\n---\n"k\\e": ["\\e"]\n') == ["3:3 1b", "3:10 1b"]


def test_a_file_that_is_not_text_has_no_characters() -> None:
    file = load_card_file(MemoryTree("test", {"x.yaml": b"name: \xff\n"}), "x.yaml", Bounds())
    assert list(find_characters(file, re.compile("."))) == []

"""Lines and columns of offsets."""

from __future__ import annotations

import pytest

from assetcards.text.linemap import LineMap

TEXT = "ab\ncd\r\n\re\n"


@pytest.mark.parametrize(
    ("offset", "place"),
    [
        (0, (1, 1)),
        (1, (1, 2)),
        (2, (1, 3)),
        (3, (2, 1)),
        (5, (2, 3)),
        (6, (2, 4)),
        (7, (3, 1)),
        (8, (4, 1)),
        (9, (4, 2)),
        (10, (5, 1)),
    ],
)
def test_a_line_ends_with_a_line_feed_a_carriage_return_or_both(offset: int, place: tuple[int, int]) -> None:
    assert LineMap(TEXT).location(offset) == place


@pytest.mark.parametrize("separator", ["\x0b", "\x0c", "\x85", "\u2028"])
def test_other_characters_end_no_line(separator: str) -> None:
    assert LineMap(f"a{separator}b").location(2) == (1, 3)


def test_a_string_without_a_character_has_one_location() -> None:
    assert LineMap("").location(0) == (1, 1)


def test_a_column_counts_characters_not_bytes() -> None:
    assert LineMap("\u00e9\U0001f600x").location(2) == (1, 3)

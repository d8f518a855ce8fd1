"""What is escaped on its way to a terminal, and what is not."""

from __future__ import annotations

import pytest

from assetcards.escaping import safe


@pytest.mark.parametrize("text", ["plain", "Grüße", "日本語", "a\u0301", "🙂"])
def test_what_people_write_stays_as_it_is(text: str) -> None:
    assert safe(text) == text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a\x1b[2J", r"a\x1b[2J"),
        ("line\nline", r"line\nline"),
        ("\x9b1m", r"\x9b1m"),
        ("a\u202eb", r"a\u202eb"),
        ("\ufeffx", r"\ufeffx"),
        ("\udce9", r"\udce9"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_what_moves_hides_or_cannot_be_written_is_escaped(text: str, escaped: str) -> None:
    assert safe(text) == escaped

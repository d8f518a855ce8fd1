"""Whether the bytes of a card file may have a name."""

from __future__ import annotations

import pytest

from assetcards.model.written import may_hold


@pytest.mark.parametrize(
    ("content", "text", "may"),
    [
        (b"name: tiny\n", "tiny", True),
        (b"name: tin\n", "tiny", False),
        (b'name: "t\\x69ny"\n', "tiny", True),
        (b"name: a\n", "a b", True),
        (b"name: caf\n", "caf\u00e9", True),
    ],
)
def test_a_file_may_hold_a_name_unless_it_cannot(content: bytes, text: str, may: bool) -> None:
    assert may_hold(content, text) is may

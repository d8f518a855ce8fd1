"""Values for readers: what JSON lacks is a string, and a line of text says whether a value is one."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from assetcards.escaping import safe
from assetcards.values import as_json_value, render_value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (float("-inf"), "-.inf"),
        ([float("nan"), 1.5, (None, "x")], [".nan", 1.5, [None, "x"]]),
        (
            {1.5: datetime(2024, 6, 30, 10, tzinfo=UTC), None: date(2024, 6, 30)},
            {"1.5": "2024-06-30T10:00:00+00:00", "null": "2024-06-30"},
        ),
    ],
)
def test_what_json_lacks_is_a_string(value: Any, expected: Any) -> None:
    assert as_json_value(value) == expected


@pytest.mark.parametrize("text", ["".join(map(chr, range(0x100))), "é語😀\u2028\ud800", 'a"b\\c/d', ""])
def test_a_string_is_written_as_json_writes_it(text: str) -> None:
    assert render_value([text]) == safe(json.dumps([text], ensure_ascii=False))
    assert render_value(f"'{text}") == safe(json.dumps(f"'{text}", ensure_ascii=False))


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("plain words", "plain words"),
        ("", '""'),
        (" padded", '" padded"'),
        ("[x", '"[x"'),
        ("1e-5", '"1e-5"'),
        (1e-5, "1e-05"),
        ("a\nb", '"a\\nb"'),
        ("a\u202eb", '"a\\u202eb"'),
        (date(2024, 6, 30), '"2024-06-30"'),
    ],
)
def test_a_line_of_text_distinguishes_a_string_from_what_reads_like_it(value: Any, line: str) -> None:
    assert render_value(value) == line

"""The lines that values are written on."""

from __future__ import annotations

import pytest

from assetcards.text.valuelines import ValueLines


@pytest.mark.parametrize(
    ("text", "at", "lines"),
    [
        ("a: 1\nb: 2\n", (1, 4), (1,)),
        ("a: |\n  x\n\n  y\n\n# c\n", (1, 4), (1, 2, 3, 4)),
        ("a: |+ # kept\n  x\n\n\nb: 1\n", (1, 4), (1, 2, 3, 4)),
        ("a: |-\n  x\n\n\nb: 1\n", (1, 4), (1, 2)),
        ("a: >2-\n    x\n  y", (1, 4), (1, 2, 3)),
        ('a: "x\n  y"\nb: 1\n', (1, 4), (1, 2)),
        ("a:\n  x\n  y\n", (2, 3), (2, 3)),
        ("a:\n- 1\n-\n  2\n\n# c\nb: 1\n", (2, 1), (2, 4)),
        ("a:\n  - b: 1\n    c: [\n    ]\n  - d\n", (2, 3), (2, 3, 4, 5)),
        ("a: [\n  {b: 1},\n\n  # c\n  2\n ]\n", (1, 4), (1, 2, 5, 6)),
        ("a:\n  b:\n    c: 1\n\n  d: 2\n", (2, 3), (2, 3, 5)),
        ("a: &x [1,\n 2]\nb: *x\n", (3, 4), (3,)),
        ("---\na: 1\n---\na: [1,\n  2]\n", (4, 4), (4, 5)),
        ("a: 1\n...\na: [1,\n  2]\n", (3, 4), (3, 4)),
        ("a: 1\r\nb: [1,\r\n  2]\r\n", (2, 4), (2, 3)),
        ("a: 1\rb: [1,\r  2]\r", (2, 4), (2, 3)),
    ],
)
def test_a_value_has_the_lines_on_which_something_of_it_is(
    text: str, at: tuple[int, int], lines: tuple[int, ...]
) -> None:
    assert ValueLines(text).of(*at) == lines


def test_of_a_broken_file_the_values_before_the_break_have_their_lines() -> None:
    assert ValueLines("a: [1,\n  2]\n---\nb: }\n").of(1, 4) == (1, 2)


def test_where_nothing_begins_there_is_the_line_alone() -> None:
    assert ValueLines("a: 1\n").of(1, 0) == (1,)

"""Conditions: how they are written, and of which values they are true."""

from __future__ import annotations

from datetime import date

import pytest

from assetcards.model.conditions import merged, parse_clause
from assetcards.nodes import Value


@pytest.mark.parametrize(
    ("text", "true_of", "false_of"),
    [
        ("v=a", ["a", ["b", "a"]], ["A", "ab", None, ["b"], {"a": 1}]),
        ("v=1", [1, "1", [1, 2]], [1.0, True, None]),
        ('v="1"', ["1"], [1]),
        ("v=", [""], [None, "a"]),
        ("v=2024-06-30", [date(2024, 6, 30), "2024-06-30"], [date(2024, 6, 3)]),
        ("v=.inf", [float("inf")], [float("-inf")]),
        ("v!=a", ["b", None, []], ["a", ["a"]]),
        ("v~A", ["xax", ["b", "za"], {"a": 1}], ["b", None]),
        ("v", ["", 0, False, ["a"], [], {}], [None]),
        ("!v", [None], ["", 0, []]),
        ("v=a=b", ["a=b"], ["a"]),
        (" v = a ", ["a"], ["b"]),
    ],
)
def test_a_condition_is_true_of_values(text: str, true_of: list[Value], false_of: list[Value]) -> None:
    (condition,) = parse_clause(text)
    assert condition.field == "v"
    assert [condition.accepts(value) for value in true_of] == [True] * len(true_of)
    assert [condition.accepts(value) for value in false_of] == [False] * len(false_of)


def test_conditions_on_one_field_are_alternatives_unless_they_exclude() -> None:
    clauses = [parse_clause(text) for text in ("a=1", "b", "a=2", "a!=3", "a!=4", "a=5 | c", "a~6 | a=7")]
    written = [" | ".join(map(str, clause)) for clause in merged(clauses)]
    assert written == ["a=1 | a=2 | a~6 | a=7", "b", "a!=3", "a!=4", "a=5 | c"]

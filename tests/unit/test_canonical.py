"""Canonical bytes: equal values give equal bytes, different ones different bytes."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetcards.canonical import digest_of, encode_canonical
from assetcards.nodes import plain_value
from assetcards.text.yamltext import parse_yaml

VECTORS = Path(__file__).parents[1] / "vectors" / "digest.jsonl"
LINES = [json.loads(line) for line in VECTORS.read_text("utf-8").splitlines()]

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates()
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["about"])
def test_a_published_vector_has_its_bytes_and_its_digest(line: dict[str, str]) -> None:
    [document] = parse_yaml(line["yaml"])
    assert document.root is not None
    value = plain_value(document.root)
    assert encode_canonical(value).decode("utf-8") == line["canonical"]
    assert digest_of(value) == line["digest"]


def test_the_published_vectors_are_all_different() -> None:
    assert len({line["digest"] for line in LINES}) == len(LINES)


@given(values)
def test_the_order_of_keys_does_not_count(value: object) -> None:
    assert encode_canonical(value) == encode_canonical(reverse_keys(value))


@given(values, values)
def test_different_values_have_different_bytes(one: object, other: object) -> None:
    assert (encode_canonical(one) == encode_canonical(other)) == (typed(one) == typed(other))


def reverse_keys(value: object) -> object:
    if isinstance(value, dict):
        return {key: reverse_keys(value[key]) for key in reversed(value)}
    return [reverse_keys(item) for item in value] if isinstance(value, list) else value


def typed(value: object) -> object:
    """A value in a form whose equality is the one meant: types count, nan equals itself, -0.0 is not 0.0."""
    if isinstance(value, dict):
        return {key: typed(item) for key, item in value.items()}
    return [typed(item) for item in value] if isinstance(value, list) else (type(value).__name__, repr(value))


@pytest.mark.parametrize("digits", [3999, 4000, 4001, 4300, 4301, 9000, 12001])
@pytest.mark.parametrize("sign", [1, -1])
def test_an_integer_has_all_its_digits_however_many(digits: int, sign: int) -> None:
    value = sign * (10 ** (digits - 1) + 7)
    expected = ("-" if sign < 0 else "") + "1" + "0" * (digits - 2) + "7"
    assert encode_canonical(value) == f"i{expected}e".encode()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2024, 6, 30), b"c10:2024-06-30"),
        (datetime(2024, 6, 30, 1, 2, 3, tzinfo=UTC), b"c25:2024-06-30T01:02:03+00:00"),
    ],
)
def test_a_date_is_its_iso_text(value: date, expected: bytes) -> None:
    assert encode_canonical(value) == expected


def test_what_is_no_value_of_a_card_is_refused() -> None:
    with pytest.raises(TypeError, match="a set is not a value of a card"):
        encode_canonical({"a": {1}})

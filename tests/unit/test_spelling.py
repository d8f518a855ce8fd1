"""Scalars that two dialects of YAML read otherwise: that they differ, and how to write them."""

from __future__ import annotations

import pytest
import yaml

from assetcards.nodes import ScalarNode
from assetcards.scalars import ScalarError, resolve_plain
from assetcards.spelling import maybe_ambiguity, spell_number


def node(text: str, *, plain: bool = True) -> ScalarNode:
    """A scalar as it is read where a card writes it."""
    return ScalarNode(resolve_plain(text) if plain else text, text, plain, 1, 1)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("off", "'off' is a string here and the boolean false in YAML 1.1", "quote it"),
        ("YES", "'YES' is a string here and the boolean true in YAML 1.1", "quote it"),
        ("1:30", "'1:30' is a string here and the number 90 in YAML 1.1", "quote it"),
        (
            "1e-5",
            "'1e-5' is the number 1.0e-05 here and a string in YAML 1.1",
            "write 1.0e-05, or quote it if it is a string",
        ),
        ("0o17", "'0o17' is the number 15 here and a string in YAML 1.1", "write 15, or quote it if it is a string"),
        ("017", "'017' is the number 17 here and the number 15 in YAML 1.1", "write 17, or quote it if it is a string"),
    ],
)
def test_a_scalar_that_is_read_otherwise_is_reported_with_both_values_and_a_spelling(
    text: str, message: str, hint: str
) -> None:
    assert maybe_ambiguity(node(text)) == (message, hint)


@pytest.mark.parametrize("text", ["text", "1", "1.5", "true", "null", "~", "1.0e-05", "-3", "0x1f", ""])
def test_a_scalar_that_all_read_alike_is_not_reported(text: str) -> None:
    assert maybe_ambiguity(node(text)) is None


@pytest.mark.parametrize("text", ["off", "1e-5", "017"])
def test_a_quoted_scalar_is_text_for_everybody(text: str) -> None:
    assert maybe_ambiguity(node(text, plain=False)) is None


def test_a_long_scalar_is_shown_in_short() -> None:
    text = "1" + ":30" * 20
    ambiguity = maybe_ambiguity(node(text))
    assert ambiguity is not None
    assert ambiguity[0].startswith(f"{text[:40]!r} is a string here and the number ")


@pytest.mark.parametrize("number", [0, -1, 15, 1.5, 1e-05, 1e16, -2.5e-10, 1e300, 123456789.0, float("inf")])
def test_a_number_is_spelled_so_that_both_dialects_read_it(number: float) -> None:
    spelled = spell_number(number)
    if number != float("inf"):
        for value in (resolve_plain(spelled), yaml.safe_load(spelled)):
            assert (value, type(value)) == (number, type(number))


def test_what_neither_dialect_reads_is_no_matter_of_spelling() -> None:
    text = "2024-13-45"
    with pytest.raises(ScalarError):
        resolve_plain(text)
    assert maybe_ambiguity(ScalarNode(None, text, True, 1, 1)) is None

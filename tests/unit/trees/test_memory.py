"""Cards in memory."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetcards import Catalog, MemoryTree, SourceError
from assetcards.model.store import Store

TEXTS = st.text(st.characters(codec="utf-8"), max_size=5)
SCALARS = st.none() | st.booleans() | st.integers() | TEXTS | st.floats(allow_nan=False, allow_infinity=False)
KEYS = st.text("ab\x7f\u2028") | st.integers()
VALUES = st.recursive(
    SCALARS, lambda values: st.lists(values, max_size=3) | st.dictionaries(KEYS, values), max_leaves=6
)


@settings(deadline=None)
@given(card=st.dictionaries(TEXTS.map(lambda key: f"x{key}"), VALUES, max_size=4))
def test_a_card_in_memory_has_the_values_that_it_was_given(card: dict[str, object]) -> None:
    tree = MemoryTree("test", cards=[{"name": "tiny", **card}])
    resolved = Catalog([Store(tree)]).card("tiny")
    assert resolved.fields == card
    assert [resolved.field(name).origin.line for name in card] == list(range(3, len(card) + 3))


@pytest.mark.parametrize("value", [date(2026, 1, 1), {1, 2}, float("nan"), object(), "\ud800", {(1, 2): 3}])
def test_what_is_no_value_of_a_card_is_refused(value: object) -> None:
    with pytest.raises(SourceError, match=r"^memory:test: card number 1 cannot be written as YAML: "):
        MemoryTree("test", cards=[{"name": "a"}, {"name": "b", "x": value}])


def test_a_card_that_holds_itself_is_refused() -> None:
    value: list[object] = []
    value.append(value)
    with pytest.raises(SourceError, match=r"^memory:cards: card number 0 cannot be written as YAML: "):
        MemoryTree(cards=[{"name": "a", "x": value}])


def test_files_in_memory_may_be_text_or_bytes() -> None:
    tree = MemoryTree("test", {"a.yaml": "é\ud800", "b.yaml": b"\xff"})
    assert (tree.read("a.yaml", 100), tree.read("b.yaml", 100)) == ("é".encode() + b"\xed\xa0\x80", b"\xff")
    assert (str(tree.origin), tree.locate("models/../x.pt")) == ("memory:test", "memory:test/x.pt")

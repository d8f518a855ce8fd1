"""Marks of resolved cards: the same for those that say the same, and for no others."""

from __future__ import annotations

from itertools import combinations_with_replacement

import pytest

from assetcards.comparison.compare import content_of
from assetcards.comparison.marks import Marker
from assetcards.model.resolved import ResolvedCard
from tests.unit.cards import catalog_of

BASE = "name: base\nlicense: MIT\nmodel_config: {a: 1, b: {c: 2, d: 3}}\ncheckpoint: ./x\n---\n"
CARDS = {
    "inherits": f"{BASE}name: card\nbase: base\n",
    "repeats": f"{BASE}name: card\nbase: base\nlicense: MIT\n",
    "merges the same": f"{BASE}name: card\nbase: base\nmodel_config: {{b: {{c: 2}}}}\n",
    "other license": f"{BASE}name: card\nbase: base\nlicense: X\n",
    "null license": f"{BASE}name: card\nbase: base\nlicense: null\n",
    "other leaf": f"{BASE}name: card\nbase: base\nmodel_config: {{b: {{c: 3}}}}\n",
    "float leaf": f"{BASE}name: card\nbase: base\nmodel_config: {{b: {{c: 2.0}}}}\n",
    "swapped leaves": f"{BASE}name: card\nbase: base\nmodel_config: {{b: {{c: 3, d: 2}}}}\n",
    "less a leaf": f"{BASE}name: card\nbase: base\nmodel_config: {{b: {{_del_: [c]}}}}\n",
    "deletes a default": f"{BASE}name: card\nbase: base\nmodel_config: {{_del_: [x]}}\n",
    "deletes a default of b": f"{BASE}name: card\nbase: base\nmodel_config: {{b: {{_del_: [x]}}}}\n",
    "has true where the other deletes": f"{BASE}name: card\nbase: base\nmodel_config: {{x: true}}\n",
    "sets b": f"{BASE}name: card\nbase: base\nmodel_config: {{_set_: {{b: {{c: 2, d: 3}}}}}}\n",
    "a leaf more": f"{BASE}name: card\nbase: base\nmodel_config: {{b: {{e: 4}}}}\n",
    "a leaf elsewhere": f"{BASE}name: card\nbase: base\nmodel_config: {{c: 2}}\n",
    "in itself": f"name: base\n---\n{BASE.removesuffix('---' + chr(10)).replace('base', 'card')}base: base\n",
    "more": f"{BASE}name: card\nbase: base\nmore: 1\n",
    "description": f"{BASE}name: card\nbase: base\ndescription: a card\n",
}


def card_of(text: str) -> ResolvedCard:
    return catalog_of(text).card("card")


@pytest.mark.parametrize(("first", "second"), list(combinations_with_replacement(CARDS, 2)))
def test_cards_have_one_mark_when_they_say_the_same(first: str, second: str) -> None:
    one, other = card_of(CARDS[first]), card_of(CARDS[second])
    marker = Marker()
    same = {name: leaf.key() for name, leaf in content_of(one).items()} == {
        name: leaf.key() for name, leaf in content_of(other).items()
    }
    assert (marker.maybe_mark(one) == marker.maybe_mark(other)) is same


def test_some_of_these_say_the_same_and_some_do_not() -> None:
    marker = Marker()
    marks = {name: marker.maybe_mark(card_of(text)) for name, text in CARDS.items()}
    alike = [name for name in CARDS if marks[name] == marks["inherits"]]
    assert alike == ["inherits", "repeats", "merges the same", "in itself"]
    assert len(set(marks.values())) == len(CARDS) - 3


def test_a_card_that_says_nothing_has_no_mark() -> None:
    assert Marker().maybe_mark(card_of("name: card\n")) is None
    assert Marker().maybe_mark(card_of(f"{BASE}name: card\nbase: base\n")) is not None


def test_the_mark_of_what_is_inherited_is_looked_at_once() -> None:
    cards = BASE + "---\n".join(f"name: c{i}\nbase: base\n" for i in range(20))
    catalog = catalog_of(cards)
    marker = Marker()
    assert len({marker.maybe_mark(catalog.card(f"c{i}")) for i in range(20)}) == 1

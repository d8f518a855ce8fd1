"""A program of a client as type checkers see it: strict, and knowing of us what is installed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, assert_type

from assetcards import Cards, Catalog, FieldError, ResolvedCard, open_catalog


def long_enough(catalog: Catalog, tokens: int) -> Sequence[str]:
    """The models that take so many tokens."""
    return [card.name for card in catalog.find(kind="model") if _context_of(card) >= tokens]


def _context_of(card: ResolvedCard) -> int:
    try:
        return card.config_value("model.max_seq_len", int)
    except FieldError:
        return 0


def main(folder: str) -> None:
    """Ask everything that the page on the library shows."""
    with open_catalog(folder, stores=[]) as catalog:
        card = assert_type(catalog["tiny"], ResolvedCard)
        assert_type(catalog.find("tiny*", kind="model", where=["!description"]), Cards)
        assert_type(catalog.search("tiny chat")[0], ResolvedCard)
        assert_type(catalog.search("tiny")[:1], Cards)
        assert_type(catalog.names(), list[str])
        assert_type(catalog.maybe_card("gone"), ResolvedCard | None)
        assert_type(card.description, str | None)
        assert_type(catalog.find(kind=card.kinds[0]), Cards)  # its kinds are those that one may ask for
        assert_type(card.config_value("model.dropout", float), float)
        assert_type(card.to_dict(), dict[str, Any])
        assert_type(card.uri("checkpoint"), str | None)
        if card.deprecation is not None:
            assert_type(card.deprecation.replaced_by, str)
        print(*long_enough(catalog, 4096))

"""Cards that do not resolve: fairseq2 gets them with a base that does not exist, whose name says why.

So it refuses them where they are asked for, and follows no cycle of bases, which it would do without end.
"""

from __future__ import annotations

from assetcards.errors import CardError
from assetcards.model.card import Card, base_writer
from assetcards.model.catalog import Catalog
from assetcards.names import Asked, FullName


def card_problem(catalog: Catalog, card: Card) -> str:
    """Why nothing resolves in which the base of a card counts; empty when something does."""
    problem = _problem(catalog, Asked(card.name, card.env))
    if not problem or card.env:
        return problem
    elsewhere = [Asked(card.name, env) for env in catalog.environments() if _counts_in(catalog, card, env)]
    return problem if all(_problem(catalog, asked) for asked in elsewhere) else ""


def _counts_in(catalog: Catalog, plain: Card, env: str) -> bool:
    """Whether the base of a plain card counts in an environment, rather than that of an override."""
    overrides = catalog.find_cards(FullName(plain.name, env))
    return all(base_writer(plain, override) is plain for override in overrides)


def _problem(catalog: Catalog, asked: Asked) -> str:
    try:
        catalog.maybe_resolve(asked)
    except CardError as error:
        return sentence_of(error)
    return ""


def sentence_of(error: CardError) -> str:
    """An error as a name: without `@`, with which fairseq2 would not take it for one."""
    return str(error).replace("@", " at ")

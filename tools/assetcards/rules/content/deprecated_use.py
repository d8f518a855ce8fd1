"""A card that uses a deprecated card.

Its base, or a card that it references, has `deprecated`: when that card is removed, this one breaks. Cards that are
deprecated themselves are not reported.

    # a warning
    name: tiny
    checkpoint: "https://example.org/example/tiny.safetensors"
    deprecated:
      reason: "its tokenizer was wrong"
    ---
    name: tiny_instruct
    base: tiny

Use the replacement that the deprecated card names.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.card import Card, lines_beside, location_beside
from assetcards.model.cautions import deprecation_of
from assetcards.model.references import Reference, named_cards
from assetcards.rules.rule import CatalogSubject, Rule


def check(subject: CatalogSubject) -> Iterator[Finding]:
    every = subject.catalog.all_cards()
    deprecated = {card.name: card for card in every if not card.env and deprecation_of(card)}
    for card in subject.cards if deprecated else ():
        if not card.broken and card.name not in deprecated and deprecation_of(card) is None:
            for named in named_cards(card):
                if named.asked.name in deprecated:
                    yield _finding(card, named, deprecated[named.asked.name])


def _finding(card: Card, named: Reference, target: Card) -> Finding:
    said = deprecation_of(target)
    assert said is not None
    message = f"{named.field} {target.name!r} is deprecated ({location_beside(target, card)})" + (
        f": {said.reason}" if said.reason else ""
    )
    hint = f"use {said.replaced_by!r}" if said.replaced_by else "use another card before it is removed"
    return RULE.finding(card, named.node, message, hint, lines_beside(card, (target, target.line)))


RULE = Rule(code="C308", name="deprecated-use", check_catalog=check)

"""A card that uses a deprecated card.

Its base, or a card that it references, has `deprecated`: when that card is removed, this one breaks. Cards that are
deprecated themselves are not reported.

    # a warning
    name: tiny
    checkpoint: "hg://example/tiny@0123456789abcdef0123456789abcdef01234567"
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
from assetcards.model.graph import named_cards
from assetcards.model.references import Reference
from assetcards.nodes import MappingNode, is_null
from assetcards.rules.rule import CatalogSubject, Rule


def check(subject: CatalogSubject) -> Iterator[Finding]:
    every = subject.catalog.all_cards()
    deprecated = {card.name: card for card in every if not card.env and _is_deprecated(card)}
    for card in subject.cards if deprecated else ():
        if not card.broken and card.name not in deprecated and not _is_deprecated(card):
            for named in named_cards(card):
                if named.asked.name in deprecated:
                    yield _finding(card, named, deprecated[named.asked.name])


def _is_deprecated(card: Card) -> bool:
    entry = card.fields.get("deprecated")
    return entry is not None and not is_null(entry.value)


def _finding(card: Card, named: Reference, target: Card) -> Finding:
    reason, better = (_string(target, key) for key in ("reason", "replaced_by"))
    message = f"{named.field} {target.name!r} is deprecated ({location_beside(target, card)})" + (
        f": {reason}" if reason else ""
    )
    hint = f"use {better!r}" if better else "use another card before it is removed"
    return RULE.finding(card, named.node, message, hint, lines_beside(card, (target, target.line)))


def _string(card: Card, key: str) -> str:
    """The string under a key of `deprecated`; empty when there is none."""
    about = card.fields["deprecated"].value
    entry = about.entries.get(key) if isinstance(about, MappingNode) else None
    value = getattr(entry.value, "value", None) if entry is not None else None
    return value if isinstance(value, str) else ""


RULE = Rule(code="C308", name="deprecated-use", check_catalog=check)

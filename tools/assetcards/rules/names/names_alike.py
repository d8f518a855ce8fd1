"""Names that differ only in case or in the Unicode form of their characters.

`Tiny` and `tiny` are two cards for a computer and one for people, who may get the other one without noticing. Where
files are named after cards, one overwrites the other on case-insensitive file systems. The same applies to two
environments.

    # refused
    name: Tiny
    model_family: llama
    ---
    name: tiny
    model_family: qwen

Rename one of the two so that they differ in more than that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assetcards.findings import Finding
from assetcards.model.card import Card, lines_beside, location_beside
from assetcards.names import fold_name
from assetcards.rules.rule import CatalogSubject, Rule


def check(subject: CatalogSubject) -> Iterator[Finding]:
    yield from _check_alike("name", ((card.name, card) for card in subject.cards if not card.env))
    yield from _check_alike("environment", ((card.env, card) for card in subject.cards if card.env))


def _check_alike(what: str, written: Iterable[tuple[str, Card]]) -> Iterator[Finding]:
    """A finding at the first card of every spelling but the first."""
    seen: set[str] = set()
    first: dict[str, tuple[str, Card]] = {}
    for text, card in written:
        if text not in seen:
            seen.add(text)
            other, where = first.setdefault(fold_name(text), (text, card))
            if other != text:
                location = location_beside(where, card)
                message = f"{what} {text!a} differs from {other!a} ({location}) only in case or Unicode form"
                yield RULE.finding(
                    card, card.name_node, message, "rename one of the two", lines_beside(card, (where, where.line))
                )


RULE = Rule(code="C211", name="names-alike", covers_catalog=True, check_catalog=check)

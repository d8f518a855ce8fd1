"""An override whose base is its own plain card.

The fairseq2 guide shows this form, but an override applies to its plain card automatically, and fairseq2 0.8.1 never
finishes resolving it. Here it makes the override a separate layer: its configs are merged with those of the plain
card instead of replacing them.

    # a warning
    name: tiny@lab
    base: tiny
    checkpoint: "/lab/tiny.pt"

Remove the `base`; if a config should be merged, write the merged config.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.names import FullName
from assetcards.nodes import ScalarNode
from assetcards.rules.rule import CardSubject, Rule


def check(subject: CardSubject) -> Iterator[Finding]:
    card = subject.card
    if card.env and card.names_itself and subject.catalog.find_cards(FullName(card.name)):
        node = card.fields["base"].value
        assert isinstance(node, ScalarNode)
        message = f"override {str(card.full_name)!r} has its own plain card as base, which fairseq2 cannot load"
        yield RULE.finding(card, node, message, "remove the `base`")


RULE = Rule(code="C506", name="self-base", check_card=check)

"""A name with an `@` but no environment.

`name: tiny@` is read as the plain card `tiny`. The `@` is either a forgotten environment, or superfluous: without it
the card is not an override either.

    # refused
    name: tiny@
    checkpoint: "/lab/tiny.pt"

Write the environment, or remove the `@`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.rules.rule import CardSubject, Rule


def check(subject: CardSubject) -> Iterator[Finding]:
    card = subject.card
    if not card.env and "@" in card.name_node.text:
        message = f"name {card.name_node.text!r} has '@' but no environment"
        yield RULE.finding(card, card.name_node, message, f"write '{card.name}', or '{card.name}@ENV'")


RULE = Rule(code="C207", name="environment-empty", explains=("C208", "C210"), check_card=check)

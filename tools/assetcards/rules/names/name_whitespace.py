"""Whitespace around a name.

Whitespace at the start or end of a name, and around its `@`, is removed when the card is read, so it only misleads
people: a search for `name: tiny@lab` does not find `name: tiny @lab`. The same applies to the names in `base` and in
the fields `X_ref`.

    # a warning
    name: "tiny @ lab "
    checkpoint: "/lab/tiny.pt"

Remove the whitespace.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.references import card_references
from assetcards.nodes import ScalarNode
from assetcards.rules.rule import CardSubject, Rule


def check(subject: CardSubject) -> Iterator[Finding]:
    for node in _names(subject):
        tight = "@".join(part.strip() for part in node.text.split("@"))
        if tight != node.text:
            message = f"whitespace in the name {node.text!r}"
            yield RULE.finding(subject.card, node, message, f"write {tight!r}")


def _names(subject: CardSubject) -> Iterator[ScalarNode]:
    card = subject.card
    yield card.name_node
    base = card.fields.get("base")
    if base is not None and card.base is not None and isinstance(base.value, ScalarNode):
        yield base.value
    yield from (reference.node for reference in card_references(card))


RULE = Rule(code="C208", name="name-whitespace", check_card=check)

"""Blanks around a name.

Blanks at the ends of a name, and around its `@`, are dropped when the card is read, so they only mislead people: a
search for `name: tiny@lab` does not find `name: tiny @lab`. The same goes for the names in `base` and in the fields
`X_ref`.

    # warned of
    name: "tiny @ lab "
    checkpoint: "/lab/tiny.pt"

Take the blanks away.
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
            message = f"blanks in the name {node.text!r}"
            yield RULE.finding(subject.card, node, message, f"write {tight!r}")


def _names(subject: CardSubject) -> Iterator[ScalarNode]:
    card = subject.card
    yield card.name_node
    base = card.fields.get("base")
    if base is not None and card.base is not None and isinstance(base.value, ScalarNode):
        yield base.value
    yield from (reference.node for reference in card_references(card))


RULE = Rule(code="C208", name="name-blanks", check_card=check)

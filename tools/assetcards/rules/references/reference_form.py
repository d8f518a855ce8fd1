"""A field `X_ref` whose string cannot be the name of a card.

A reference is a name as used to ask for a card: NAME, or NAME@ENV for one environment. It is not empty and has at
most one `@`. One field cannot have the names of several cards.

    # refused
    name: tiny
    model_family: llama
    checkpoint: "hg://org/tiny"
    tokenizer_ref: "tok@lab@edge"

Write the name of one card.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.fields import spec_of
from assetcards.model.references import maybe_reference
from assetcards.nodes import ScalarNode
from assetcards.rules.rule import CardSubject, Rule


def check(subject: CardSubject) -> Iterator[Finding]:
    for field, entry in subject.card.fields.items():
        node = entry.value
        if not spec_of(field).is_reference or not isinstance(node, ScalarNode) or not isinstance(node.value, str):
            continue
        if maybe_reference(field, node) is None:
            message = f"{field} {node.value!r} is not the name of a card"
            yield RULE.finding(subject.card, node, message, "write NAME or NAME@ENV")


RULE = Rule(code="C408", name="reference-form", check_card=check)

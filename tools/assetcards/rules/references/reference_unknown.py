"""A field `X_ref` that names an unknown card.

`tokenizer_ref: tok` means the tokenizer of the card `tok`. The card resolves without it, but loading it fails with an
error.

    # refused
    name: tiny
    model_family: llama
    checkpoint: "hg://org/tiny"
    tokenizer_ref: tinny_tokenizer

Fix the name, or add the card.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.references import card_references
from assetcards.names import FullName, render_name
from assetcards.rules.rule import CardSubject, Rule


def check(subject: CardSubject) -> Iterator[Finding]:
    catalog = subject.catalog
    for reference in card_references(subject.card):
        name = reference.asked.name
        if not catalog.find_cards(FullName(name)) and not catalog.maybe_lost(name):
            close = catalog.closest_names(name)
            hint = f"did you mean {close[0]!r}?" if close else "add that card, or name an existing one"
            hint = catalog.explain_left_out(name) or hint
            message = f"{reference.field} names {render_name(name)}, which does not exist"
            yield RULE.finding(subject.card, reference.node, message, hint)


RULE = Rule(
    code="C405",
    name="reference-unknown",
    covers_catalog=True,
    needs_every_name=True,
    explains=("C106",),
    check_card=check,
)

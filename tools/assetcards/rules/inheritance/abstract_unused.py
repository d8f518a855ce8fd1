"""An abstract card that no card uses.

A card with an architecture, a config, a checkpoint, a tokenizer or data, but without the family that would make it a
model, a dataset or a tokenizer, cannot be loaded. It makes sense as the base of others; if no card has it as base or
refers to it, it is left over, or its family is missing.

    # a warning
    name: tiny_common
    model_arch: llama3_1b
    model_config:
      max_seq_len: 2048

Add the family, use the card as the base of another, or remove it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assetcards.findings import Finding
from assetcards.model.card import KINDS
from assetcards.model.fields import CONFIG_KINDS, resembles_family
from assetcards.model.resolved import ResolvedCard
from assetcards.rules.rule import CatalogSubject, Rule

_PARTS = (
    "checkpoint",
    "tokenizer",
    "data",
    *(f"{kind}_arch" for kind in KINDS),
    *CONFIG_KINDS,
)


def check(subject: CatalogSubject) -> Iterator[Finding]:
    needed = subject.catalog.graph.named | subject.bases
    for name, answers in subject.answers.items():
        part = next((part for part in _PARTS if answers[""].layer.maybe_writer(part)), None) if "" in answers else None
        if name not in needed and part is not None and _are_abstract(answers.values()):
            card = answers[""].card
            what = part if part == "data" else f"a {part}"
            message = f"{name!r} has {what} but no family, and is not the base of any card"
            yield RULE.finding(card, card.name_node, message, "add its family, or remove it")


def _are_abstract(answers: Iterable[ResolvedCard]) -> bool:
    """Whether they are of no kind, not even of one that somebody else knows or of one whose family is misspelled."""
    cards = {card for answer in answers for card in answer.cards}
    return not any(resembles_family(name) for card in cards for name in card.fields)


RULE = Rule(code="C507", name="abstract-unused", check_catalog=check)

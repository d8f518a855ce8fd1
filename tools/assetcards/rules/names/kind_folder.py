"""A card that is not in the folder of its kind.

In a catalog the first folder is the kind: a card with `model_family` is under `models/`, one with `dataset_family`
under `datasets/`, one with `tokenizer_family` under `tokenizers/`. The family may be inherited. A card of two kinds
may be under either, and a card of no kind anywhere. People look for cards by kind, and owners review changes by
folder.

    # refused in datasets/qwen.yaml
    name: tiny
    model_family: qwen

Move the card, or fix the field that determines its kind. The rule does not apply to a folder of cards without
`catalog.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.card import KINDS, Card, lines_beside, location_beside
from assetcards.model.layout import folder_for, folder_of_kind
from assetcards.model.resolved import ResolvedCard
from assetcards.rules.rule import ResolvedSubject, Rule


def check(subject: ResolvedSubject) -> Iterator[Finding]:
    answer, home = subject.card, subject.catalog.home
    card = next((card for card in answer.cards if card.env == subject.env and card.name == answer.name), None)
    if home is None or card is None or card.tree is not home.tree or answer.kinds == ["other"]:
        return
    if _folder(card) not in map(folder_of_kind, answer.kinds) and not _is_inherited(answer, card):
        kinds = " and a ".join(f"{kind} ({_family_location(answer, kind, card)})" for kind in answer.kinds)
        message = f"{str(card.full_name)!r} is a {kinds}, but is not under {folder_of_kind(answer.kinds[0])}/"
        hint = f"move it to {folder_for(card, answer.kinds)}"
        families = [answer.field(f"{kind}_family") for kind in answer.kinds]
        inherited = [(field.card, field.entry.key.line) for field in families if field.card is not card]
        yield RULE.finding(card, card.name_node, message, hint, lines_beside(card, *inherited))


def _folder(card: Card) -> str:
    return card.path.split("/")[0] if "/" in card.path else ""


def _family_location(answer: ResolvedCard, kind: str, card: Card) -> str:
    field = answer.field(f"{kind}_family")
    where = location_beside(field.card, card, field.entry.key.line)
    return field.name if field.card is card else f"{field.name} of {field.origin.card!r} at {where}"


def _is_inherited(answer: ResolvedCard, card: Card) -> bool:
    """Whether the next card determines the kind and is in the same folder, so that the fault is reported there."""
    decides = any(f"{kind}_family" in card.fields for kind in KINDS) or (card.env and "base" in card.fields)
    below = answer.cards[answer.cards.index(card) + 1 :]
    return not decides and bool(below) and below[0].tree is card.tree and _folder(below[0]) == _folder(card)


RULE = Rule(code="C212", name="kind-folder", check_resolved=check)

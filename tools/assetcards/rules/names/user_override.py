"""An override for the environment `user` in a catalog.

`NAME@user` is tried first, wherever the card is asked for, so in a shared catalog one person's choice would be
everybody's. It belongs in that person's own store, the folder that `FAIRSEQ2_USER_ASSET_DIR` names.

    # refused
    name: tiny@user
    checkpoint: "/home/me/tiny.pt"

Move the card to the user's store. The rule does not hold in a folder of cards without `catalog.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.names import USER_ENVIRONMENT
from assetcards.rules.rule import CardSubject, Rule


def check(subject: CardSubject) -> Iterator[Finding]:
    card = subject.card
    if subject.laid_out and card.env == USER_ENVIRONMENT:
        message = f"{str(card.full_name)!r} is a personal override, and a catalog is shared"
        yield RULE.finding(card, card.name_node, message, "move it to your own store of cards")


RULE = Rule(code="C214", name="user-override", check_card=check)

"""An override for the environment `user` in a catalog.

`NAME@user` has priority wherever the card is asked for, so in a shared catalog it would apply to everybody. It
belongs in the store of one person, the folder of `FAIRSEQ2_USER_ASSET_DIR`.

    # refused
    name: tiny@user
    checkpoint: "/home/me/tiny.pt"

Move the card to the user's store. The rule does not apply to a folder of cards without `catalog.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.names import USER_ENVIRONMENT
from assetcards.rules.rule import CardSubject, Rule


def check(subject: CardSubject) -> Iterator[Finding]:
    card = subject.card
    if subject.laid_out and card.env == USER_ENVIRONMENT:
        message = f"{str(card.full_name)!r} is a personal override in a shared catalog"
        yield RULE.finding(card, card.name_node, message, "move it to your own store")


RULE = Rule(code="C214", name="user-override", check_card=check)

"""An override of a card that does not exist.

`name: qwen3_8b@lab` changes the card `qwen3_8b` in the environment `lab`. Without a plain card of that name nobody
can ask for it, in any environment.

    # refused
    name: qwen3_8b@lab
    checkpoint: "/lab/qwen3_8b.pt"

Add the plain card, or mend the name of the override.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.diagnostics import Diagnostic, Severity
from assetcards.names import FullName
from assetcards.rules.rule import CardSubject, Rule


def check(subject: CardSubject) -> Iterator[Diagnostic]:
    card, catalog = subject.card, subject.catalog
    if not card.env or catalog.find_cards(FullName(card.name)) or catalog.maybe_lost(card.name):
        return
    close = catalog.closest_names(card.name)
    hint = f"did you mean '{close[0]}@{card.env}'?" if close else f"add a card {card.name!r}"
    message = f"{str(card.full_name)!r} overrides {card.name!r}, which is not a card here"
    yield RULE.finding(card.path, card.name_node, message, hint)


RULE = Rule(
    code="C205",
    name="override-orphan",
    severity=Severity.ERROR,
    covers_catalog=True,
    needs_every_name=True,
    check_card=check,
)

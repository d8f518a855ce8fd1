"""An override of a card that does not exist.

`name: tiny@lab` changes the card `tiny` in the environment `lab`. Without a plain card of that name it
cannot be asked for, in any environment.

    # refused
    name: tiny@lab
    checkpoint: "/lab/tiny.pt"

Add the plain card, or fix the name of the override.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.resolve import maybe_orphan_finding
from assetcards.rules.rule import CardSubject, Rule


def check(subject: CardSubject) -> Iterator[Finding]:
    finding = maybe_orphan_finding(subject.catalog, subject.card)
    if finding is not None:
        yield finding


RULE = Rule(
    code="C205",
    name="override-orphan",
    covers_catalog=True,
    needs_every_name=True,
    explains=("C106",),
    check_card=check,
)

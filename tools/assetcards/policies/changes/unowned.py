"""A new card without owners.

Nobody is asked when somebody changes the card, or when it stops working. A card that is only a base of others needs
none. This policy is off by default.

    # a new card
    name: tiny
    model_family: llama
    checkpoint: "hg://example/tiny"

Add `owners`, or inherit them from a base.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.model.settings import Outcome
from assetcards.policies.newcards import without
from assetcards.policies.policy import Change, Objection, Policy


def check(change: Change) -> Iterator[Objection]:
    yield from without(change, "owners", "add `owners`")


POLICY = Policy(code="P112", name="unowned", default=Outcome.PASS, check=check)

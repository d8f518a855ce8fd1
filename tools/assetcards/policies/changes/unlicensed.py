"""A new card without a license.

Nobody knows what the weights or the data may be used for, and later it is hard to find out. A card that is only a base
of others needs none.

    # a new card
    name: tiny
    model_family: llama
    checkpoint: "hg://example/tiny"

Add the `license`, or explain in the change why there is none.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.model.settings import Outcome
from assetcards.policies.newcards import without
from assetcards.policies.policy import Change, Objection, Policy


def check(change: Change) -> Iterator[Objection]:
    yield from without(change, "license", "add `license`, or explain in the change why there is none")


POLICY = Policy(code="P111", name="unlicensed", default=Outcome.NEEDS_REVIEW, check=check)

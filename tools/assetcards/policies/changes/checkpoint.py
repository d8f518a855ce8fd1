"""A checkpoint that changed or was removed under the same name, in any environment.

Users of the card load other weights tomorrow than today, and the name does not show it.

    # before
    name: tiny
    checkpoint: "https://example.org/tiny.safetensors"
    # after
    name: tiny
    checkpoint: "https://example.org/tiny-2.safetensors"

Add a new card for the new weights, and deprecate the old card.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.model.settings import Outcome
from assetcards.policies.policy import Change, Objection, Policy


def check(change: Change) -> Iterator[Objection]:
    for changed in change.differences(lambda _, each: each.field == "checkpoint" and each.kind != "added"):
        message = f"{changed} changed {changed.values} under the same name"
        hint = "add a new card for the new weights, and deprecate this one"
        yield Objection(change.location_of(changed), message, hint)


POLICY = Policy(code="P102", name="checkpoint", default=Outcome.NEEDS_REVIEW, check=check)

"""A digest that changed or was removed while its address stayed the same.

Either the file at the address was replaced, or one of the two digests is wrong. Users who pinned the card can no
longer load it, or load another file.

    # before
    checkpoint: "https://example.org/tiny.safetensors"
    checkpoint_sha256: "6dcd4ce23d88e2ee9568ba546c007c63d9131c1b6dcd4ce23d88e2ee9568ba54"
    # after
    checkpoint: "https://example.org/tiny.safetensors"
    checkpoint_sha256: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"

Give a new file a new address.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.comparison.compare import Difference
from assetcards.model.digests import digest_field
from assetcards.model.fields import ADDRESS_FIELDS
from assetcards.model.settings import Outcome
from assetcards.names import Asked
from assetcards.policies.policy import Change, Objection, Policy

_ADDRESSES = {digest_field(field): field for field in ADDRESS_FIELDS}


def check(change: Change) -> Iterator[Objection]:
    moved = {(card.asked, each.difference.field) for card in change.impact.changed for each in card.fields}

    def is_wanted(asked: Asked, difference: Difference) -> bool:
        address = _ADDRESSES.get(difference.field)
        return address is not None and difference.kind != "added" and (asked, address) not in moved

    for changed in change.differences(is_wanted):
        address = _ADDRESSES[changed.difference.field]
        message = f"{changed} changed {changed.values}, but {address} did not"
        yield Objection(change.location_of(changed), message, "give the new file a new address")


POLICY = Policy(code="P103", name="digest", default=Outcome.FAIL, check=check)

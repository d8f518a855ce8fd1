"""A license that changed or was removed.

Who uses the card relies on it. A license that is added where there was none is no change of one.

    # before
    license: Apache-2.0
    # after
    license: CC-BY-NC-4.0

Let somebody look at it who may answer for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.model.settings import Outcome
from assetcards.policies.policy import Change, Objection, Policy


def check(change: Change) -> Iterator[Objection]:
    for changed in change.differences(lambda _, each: each.field == "license" and each.kind != "added"):
        message = f"{changed} changed {changed.values}"
        hint = "show in the change why it is right: who uses the card relies on its licence"
        yield Objection(change.location_of(changed), message, hint)


POLICY = Policy(code="P104", name="license", default=Outcome.NEEDS_REVIEW, check=check)

"""A license that changed or was removed.

Users of the card rely on its license. Adding a license to a card without one is allowed.

    # before
    license: Apache-2.0
    # after
    license: CC-BY-NC-4.0

Ask somebody who is responsible for the license to review the change.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.model.settings import Outcome
from assetcards.policies.policy import Change, Objection, Policy


def check(change: Change) -> Iterator[Objection]:
    for changed in change.differences(lambda _, each: each.field == "license" and each.kind != "added"):
        message = f"{changed} changed {changed.values}"
        hint = "explain in the change why it is right: users of the card rely on its license"
        yield Objection(change.location_of(changed), message, hint)


POLICY = Policy(code="P104", name="license", default=Outcome.NEEDS_REVIEW, check=check)

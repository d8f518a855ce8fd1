"""A new card with a name that another card had in an earlier commit.

Somebody may still use the name for the other card. Restoring a removed card unchanged is allowed.

    # in an earlier commit, and removed since
    name: tiny
    checkpoint: "https://example.org/tiny.safetensors"
    # now
    name: tiny
    checkpoint: "https://example.org/another.safetensors"

Choose a name that was never used.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.comparison.compare import content_of, find_differences
from assetcards.errors import CardError
from assetcards.model.resolved import ResolvedCard
from assetcards.model.settings import Outcome
from assetcards.names import Asked, FullName
from assetcards.policies.policy import Change, Objection, Policy, location_of_card


def check(change: Change) -> Iterator[Objection]:
    came = {asked.name for asked in change.impact.added} | {each.asked.name for each in change.impact.renamed}
    if not came or change.history is None:
        return
    from assetcards.provenance.lastuse import find_last_uses  # late: most changes add no name

    uses = list(find_last_uses(change.history, came))
    for use in uses:
        card = change.new.maybe_resolve(Asked(use.name, ""))
        if card is None or not _say_the_same(use.card, card):
            message = f"the name {use.name!r} belonged to another card until commit {use.commit[:12]}"
            yield Objection(_location(change, use.name), message, "choose a name that was never used")
    for name in sorted(came - {use.name for use in uses}) if change.history.cut else ():
        message = f"cannot check whether the name {name!r} was used before: this clone is shallow"
        yield Objection(_location(change, name), message, "fetch the full history", is_known=False)


def _location(change: Change, name: str) -> tuple[str, int]:
    return location_of_card(change.new.find_cards(FullName(name))[0])


def _say_the_same(old: ResolvedCard | None, new: ResolvedCard) -> bool:
    try:
        return old is not None and not any(find_differences(content_of(old), content_of(new)))
    except CardError:
        return False


POLICY = Policy(code="P105", name="reused", default=Outcome.FAIL, check=check)

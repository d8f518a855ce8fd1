"""A card that was broken before the change, so that it cannot be compared.

The other policies cannot check such a card: one that breaks in one change (P108) and is fixed in the next may have
another checkpoint by then, and neither change shows both.

    # before: the list is not closed
    name: tiny
    license: [MIT
    # after
    name: tiny
    license: CC-BY-NC-4.0

Compare the card with its last version that resolved: `catalog log tiny` shows it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from assetcards.comparison.grouping import Affected
from assetcards.findings import FileLine, Finding
from assetcards.model.catalog import Catalog
from assetcards.model.lost import lost_names
from assetcards.model.settings import Outcome
from assetcards.names import Asked, FullName
from assetcards.policies.policy import (
    Change,
    Objection,
    Policy,
    by_finding,
    cannot_be_judged,
    location_of_card,
    name_affected,
)


def check(change: Change) -> Iterator[Objection]:
    for wrong, affected in by_finding(change.impact.unresolved):
        message = f"{cannot_be_judged(name_affected(affected))}: broken before and now: {wrong.message}"
        yield Objection((wrong.path, wrong.line), message, "fix it in the same change", wrong.related)
    for wrong, affected in by_finding(change.impact.fixed):
        first = change.new.find_cards(FullName(affected.asked[0].name))[0]
        message = f"{cannot_be_judged(name_affected(affected))}: broken before ({wrong.location}: {wrong.message})"
        hint = "compare it with its last version that resolved: see `catalog log`"
        yield Objection(location_of_card(first), message, hint, (FileLine(wrong.path, wrong.line), *wrong.related))
    for what, wrong in _removed(change.old, change.new):
        message = f"{cannot_be_judged(what)}: broken before, and removed now: {wrong.message}"
        yield Objection((wrong.path, 0), message, "fix it first, and remove it in a later change", wrong.related)


def _removed(old: Catalog, new: Catalog) -> Iterator[tuple[str, Finding]]:
    """The cards and nameless files that could not be read and were removed, each with its finding."""
    there = {path for store in new.stores[:1] for path in store.paths()}
    gone: defaultdict[Finding, list[Asked]] = defaultdict(list)
    for store in old.stores[:1]:
        for name, wrong in store.lost_names.items():
            if not any(side.find_cards(FullName(name)) for side in (old, new)) and new.maybe_lost(name) is None:
                gone[wrong].append(Asked(name, ""))
        for file in store.files():
            if file.text is None and file.path not in there and not lost_names(file):
                yield "the file", file.findings[0]
    for wrong, names in gone.items():
        yield name_affected(Affected(asked=tuple(names))), wrong


POLICY = Policy(code="P107", name="unresolved", default=Outcome.NEEDS_REVIEW, check=check)

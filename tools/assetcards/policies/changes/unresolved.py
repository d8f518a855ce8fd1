"""A card that was broken before the change, so that it cannot be compared.

What another policy would say of it nobody knows: a card that breaks in one change (P108) and is fixed in the next may
have another checkpoint by then, and neither change shows both.

    # before: the list has no end
    name: tiny
    license: [MIT
    # after
    name: tiny
    license: CC-BY-NC-4.0

Compare what the card says with what it said when it last resolved: `catalog log tiny` shows it.
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
    for wrong, affected in by_finding(change.impact.mended):
        first = change.new.find_cards(FullName(affected.asked[0].name))[0]
        message = f"{cannot_be_judged(name_affected(affected))}: broken before ({wrong.location}: {wrong.message})"
        hint = "compare it with what it said before: `catalog log` tells"
        yield Objection(location_of_card(first), message, hint, (FileLine(wrong.path, wrong.line), *wrong.related))
    for what, wrong in _gone(change.old, change.new):
        message = f"{cannot_be_judged(what)}: broken before, and gone now: {wrong.message}"
        yield Objection((wrong.path, 0), message, "fix it first, and remove it in a later change", wrong.related)


def _gone(old: Catalog, new: Catalog) -> Iterator[tuple[str, Finding]]:
    """The cards, and the files without names, that could not be read and have gone; each with what was wrong."""
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

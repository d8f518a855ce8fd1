"""`catalog diff`: what a change does to resolved cards, which edits cause that, and whose cards it reaches."""

from __future__ import annotations

from dataclasses import replace

from assetcards.comparison.impact import find_impact
from assetcards.provenance.account import Diff, account_for
from assetcards.sources.ranges import Side


def diff(old: Side, new: Side, *, opened: bool = False) -> Diff:
    """Compare two sides in every environment that makes a difference; `opened` compares opened configs, too.

    Raises what `account_for` raises.
    """
    found = account_for(old, new, find_impact(old.catalog, new.catalog))
    if not opened:
        return found
    from assetcards.comparison.opened import find_opened_changes  # late: most comparisons read no family

    both = old.catalog.stores and new.catalog.stores
    return replace(found, opened=find_opened_changes(old.catalog, new.catalog) if both else ())

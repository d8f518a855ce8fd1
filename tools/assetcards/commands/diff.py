"""`catalog diff`: what a change does to resolved cards, which edits cause that, and whose cards it reaches."""

from __future__ import annotations

from assetcards.comparison.impact import find_impact
from assetcards.provenance.account import Diff, account_for
from assetcards.sources.ranges import Side


def diff(old: Side, new: Side) -> Diff:
    """Compare two sides in every environment that makes a difference. Raises what `account_for` raises."""
    return account_for(old, new, find_impact(old.catalog, new.catalog))

"""`catalog diff`: what a change does to resolved cards."""

from __future__ import annotations

from dataclasses import dataclass

from assetcards.comparison.impact import Impact, find_impact
from assetcards.sources.ranges import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """Two sides, and the impact of the change from one to the other."""

    old: Side
    new: Side
    impact: Impact


def diff(old: Side, new: Side) -> Diff:
    """Compare two sides in every environment that makes a difference."""
    return Diff(old=old, new=new, impact=find_impact(old.catalog, new.catalog))

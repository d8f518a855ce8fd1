"""`catalog rules`: by what cards are judged."""

from __future__ import annotations

from collections.abc import Sequence

from assetcards.rules.registry import all_rules
from assetcards.rules.rule import Rule


def list_rules() -> Sequence[Rule]:
    """All rules, sorted by code."""
    return all_rules()

"""`catalog rules`: the rules and policies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assetcards.policies.policy import Policy
from assetcards.policies.registry import all_policies
from assetcards.rules.registry import all_rules
from assetcards.rules.rule import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Judges:
    """The rules that judge cards, and the policies that judge changes; sorted by code."""

    rules: Sequence[Rule]
    policies: Sequence[Policy]


def list_rules() -> Judges:
    """All rules and policies."""
    return Judges(rules=all_rules(), policies=all_policies())

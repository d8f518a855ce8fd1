"""`catalog explain`: what a code stands for."""

from __future__ import annotations

from assetcards.errors import NotFoundError
from assetcards.names import suggest_names
from assetcards.policies.policy import Policy
from assetcards.policies.registry import all_policies
from assetcards.rules.registry import all_rules
from assetcards.rules.rule import Rule


def explain(wanted: str) -> Rule | Policy:
    """Find the policy of a code, or the rule of a code or a name, capitals or not.

    Raises NotFoundError with suggestions.
    """
    policies = {policy.code: policy for policy in all_policies()}
    return policies.get(wanted.upper()) or _find_rule(wanted)


def _find_rule(wanted: str) -> Rule:
    """The rule of a code or a name, capitals or not. Raises NotFoundError with suggestions."""
    known = {text: rule for rule in all_rules() for text in (rule.code, rule.name)}
    for text, rule in known.items():
        if text.lower() == wanted.lower():
            return rule
    of_group = [rule.code for rule in all_rules() if rule.code.startswith(wanted[:2].upper())] if wanted else []
    suggestions = suggest_names(wanted, known) or of_group[:3]
    raise NotFoundError("rule", wanted, suggestions, note="; `catalog rules` lists them")

"""`catalog explain`: the rule or policy of a code."""

from __future__ import annotations

from assetcards.errors import NotFoundError
from assetcards.names import suggest_names
from assetcards.policies.policy import Policy
from assetcards.policies.registry import all_policies
from assetcards.rules.registry import all_rules
from assetcards.rules.rule import Rule


def explain(wanted: str) -> Rule | Policy:
    """The rule or policy with a code or a name, in any case. Raises NotFoundError with suggestions."""
    judges: list[Rule | Policy] = [*all_rules(), *all_policies()]
    known = {text: each for each in judges for text in (each.code, each.name)}
    for text, each in known.items():
        if text.lower() == wanted.lower():
            return each
    of_group = [each.code for each in judges if wanted and each.code.startswith(wanted[:2].upper())]
    suggestions = suggest_names(wanted, known) or of_group[:3]
    raise NotFoundError("rule", wanted, suggestions, note="; see `catalog rules`")

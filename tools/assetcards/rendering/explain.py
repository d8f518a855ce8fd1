"""The manual page of a rule or a policy, for people and for programs."""

from __future__ import annotations

from assetcards.model.settings import Outcome
from assetcards.policies.policy import Policy
from assetcards.rendering.display import Display, Style
from assetcards.rendering.formats import Formats, as_json
from assetcards.rendering.rules import describe_policy, describe_rule, manual_of
from assetcards.rules.rule import Rule


def describe(explained: Rule | Policy) -> dict[str, object]:
    """The page as a document for programs, as the list of rules has it."""
    if isinstance(explained, Rule):
        return {"kind": "rule", **describe_rule(explained)}
    return {"kind": "policy", **describe_policy(explained)}


def render_text(explained: Rule | Policy, display: Display) -> str:
    """The page, and what one may do about a finding."""
    return _render_rule(explained, display.style) if isinstance(explained, Rule) else _render_policy(explained)


def _render_rule(rule: Rule, style: Style) -> str:
    title = f"{style(rule.code, 'name')} {rule.name} ({style(rule.severity, rule.severity)})"
    lines = [title, "", manual_of(rule), ""]
    if not rule.code.startswith("C9"):
        lines += ["Where it does not apply, silence it on its line, and say why:", ""]
        lines += [f"    # catalog: ignore[{rule.code}] REASON", ""]
    return "\n".join(lines)


def _render_policy(policy: Policy) -> str:
    choices = ", ".join(f'"{outcome}"' for outcome in Outcome)
    chosen = f"What it comes to is `policy.{policy.name}` in catalog.toml: {choices}."
    default = f'The default is "{policy.default}".'
    return f"{policy.code} (change policy)\n\n{manual_of(policy)}\n\n{chosen} {default}\n"


FORMATS: Formats[Rule | Policy] = {"text": render_text, "json": as_json(describe)}

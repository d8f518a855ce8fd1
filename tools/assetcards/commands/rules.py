"""`catalog rules` and `catalog explain`: what is judged, and the manual page of each rule."""

from __future__ import annotations

from collections.abc import Sequence

from assetcards.errors import NotFoundError
from assetcards.names import suggest_names
from assetcards.rendering.columns import render_columns
from assetcards.rendering.display import Style, no_style
from assetcards.rules.registry import all_rules, manual_of
from assetcards.rules.rule import Rule

GROUPS = {
    "C0": "Files",
    "C1": "Text",
    "C2": "Names and places",
    "C3": "Content",
    "C4": "References",
    "C5": "Inheritance",
    "C6": "Addresses",
    "C9": "Settings and suppressions",
}
"""What the first digit of a code tells."""

_INTRODUCTION = """\
# Rules

Written by `catalog rules --format markdown`; do not edit it by hand.

`catalog validate` judges cards by these rules. An **error** is wrong, or refused by fairseq2; a **warning** works and
is likely a mistake; **advice** works and could be better. `catalog explain CODE` prints one page of this file.
How rules are chosen and findings are silenced, with a reason, stands in [settings.md](settings.md).
"""


def summary_of(rule: Rule) -> str:
    """What a rule finds, in a sentence."""
    return manual_of(rule.code).partition("\n\n")[0].replace("\n", " ")


def describe_rules() -> dict[str, object]:
    """All rules as a document for programs."""
    rules = [
        {
            "code": rule.code,
            "name": rule.name,
            "severity": str(rule.severity),
            "summary": summary_of(rule),
            "manual": manual_of(rule.code),
        }
        for rule in all_rules()
    ]
    return {"rules": rules}


def render_rules(style: Style = no_style) -> str:
    """The rules by group, a line for each."""
    lines = []
    for group, title in GROUPS.items():
        rows = [
            (rule.code, style(rule.severity, rule.severity), rule.name, summary_of(rule)) for rule in _rules_of(group)
        ]
        lines += [style(title, "heading"), *render_columns(rows), ""]
    return "\n".join([*lines, "`catalog explain CODE` tells more of one.", ""])


def _rules_of(group: str) -> list[Rule]:
    return [rule for rule in all_rules() if rule.code.startswith(group)]


def render_manual() -> str:
    """The manual pages of all rules as one page of Markdown."""
    return "\n".join([_INTRODUCTION, *(_render_group(title, _rules_of(group)) for group, title in GROUPS.items())])


def _render_group(title: str, rules: Sequence[Rule]) -> str:
    rows = [f"| [{rule.code}](#{rule.code.lower()}) | {rule.severity} | {summary_of(rule)} |" for rule in rules]
    table = ["| code | severity | what it finds |", "|---|---|---|", *rows]
    pages = [f"### {rule.code}\n\n`{rule.name}`, {rule.severity}. {manual_of(rule.code)}\n" for rule in rules]
    return "\n".join([f"## {title}", "", *table, "", *pages])


def find_rule(wanted: str) -> Rule:
    """The rule of a code or a name, capitals or not. Raises NotFoundError with suggestions."""
    known = {text: rule for rule in all_rules() for text in (rule.code, rule.name)}
    for text, rule in known.items():
        if text.lower() == wanted.lower():
            return rule
    of_group = [rule.code for rule in _rules_of(wanted[:2].upper())] if wanted else []
    suggestions = suggest_names(wanted, known) or of_group[:3]
    raise NotFoundError("rule", wanted, suggestions, note="; `catalog rules` lists them")


def render_explanation(rule: Rule, style: Style = no_style) -> str:
    """The manual page of a rule, and how a finding of it is silenced."""
    title = f"{style(rule.code, 'name')} {rule.name} ({style(rule.severity, rule.severity)})"
    lines = [title, "", manual_of(rule.code), ""]
    if not rule.code.startswith("C9"):
        lines += ["Where it does not apply, silence it on its line, and say why:", ""]
        lines += [f"    # catalog: ignore[{rule.code}] REASON", ""]
    return "\n".join(lines)

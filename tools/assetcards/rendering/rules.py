"""The rules and policies there are: a line for each, all their manual pages, or a document for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assetcards.commands.rules import Judges
from assetcards.docstrings import first_paragraph
from assetcards.policies import registry as policies
from assetcards.policies.policy import Policy
from assetcards.rendering.columns import render_columns
from assetcards.rendering.display import Display
from assetcards.rendering.formats import Formats, as_json
from assetcards.rendering.outcomes import OUTCOME_ROLES
from assetcards.rules import registry as rules
from assetcards.rules.rule import Rule

GROUPS = {
    "C0": "Files",
    "C1": "Text",
    "C2": "Names and locations",
    "C3": "Content",
    "C4": "References",
    "C5": "Inheritance",
    "C6": "Addresses",
    "C7": "Families",
    "C9": "Settings and suppressions",
}
"""What the first digit of a rule's code stands for."""

_POLICIES = "Change policies"

_INTRODUCTION = """\
# Rules

Written by `catalog rules --format markdown`; do not edit it by hand.

`catalog validate` judges cards by rules, and `catalog policy` changes by [policies](#change-policies). An **error**
is wrong, or refused by fairseq2; a **warning** works and is likely a mistake; **advice** works and could be better.
`catalog explain CODE` prints one page of this file. [Settings](settings.md) shows how rules are chosen and findings are
silenced, with a reason.
"""


def describe(judges: Judges) -> dict[str, object]:
    """All rules and policies as a document for programs."""
    return {"rules": list(map(describe_rule, judges.rules)), "policies": list(map(describe_policy, judges.policies))}


def describe_rule(rule: Rule) -> dict[str, object]:
    """A rule as a part of a document."""
    manual = manual_of(rule)
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": str(rule.severity),
        "summary": first_paragraph(manual),
        "manual": manual,
    }


def describe_policy(policy: Policy) -> dict[str, object]:
    """A policy as a part of a document; the settings say how bad its findings are."""
    manual = manual_of(policy)
    return {
        "code": policy.code,
        "name": policy.name,
        "severity": None,
        "default": str(policy.default),
        "summary": first_paragraph(manual),
        "manual": manual,
    }


def render_text(judges: Judges, display: Display) -> str:
    """The rules by group, then the policies, a line for each."""
    style = display.style
    groups = {
        title: [(each.code, style(each.severity, each.severity), each.name, _summary(each)) for each in group]
        for title, group in _by_group(judges.rules)
    }
    groups[_POLICIES] = [
        (each.code, style(each.default, OUTCOME_ROLES[each.default]), each.name, _summary(each))
        for each in judges.policies
    ]
    lines = [line for title, rows in groups.items() for line in (style(title, "heading"), *render_columns(rows), "")]
    return "\n".join([*lines, "`catalog explain CODE` shows the manual page of one.", ""])


def _summary(judge: Rule | Policy) -> str:
    """What a rule or a policy finds, in a sentence."""
    return first_paragraph(manual_of(judge))


def manual_of(judge: Rule | Policy) -> str:
    """The manual page of a rule or a policy."""
    return rules.manual_of(judge.code) if isinstance(judge, Rule) else policies.manual_of(judge.code)


def _by_group(every: Sequence[Rule]) -> Iterator[tuple[str, list[Rule]]]:
    for group, title in GROUPS.items():
        yield title, [rule for rule in every if rule.code.startswith(group)]


def render_manual(judges: Judges, _: Display) -> str:
    """The manual pages of all rules and policies as one page of Markdown."""
    groups = [_render_rules(title, group) for title, group in _by_group(judges.rules)]
    return "\n".join([_INTRODUCTION, *groups, _render_policies(judges.policies)])


def _render_rules(title: str, group: Sequence[Rule]) -> str:
    rows = [f"| {_link(rule)} | {rule.severity} | {_summary(rule)} |" for rule in group]
    table = ["| code | severity | what it finds |", "|---|---|---|", *rows]
    return "\n".join([f"## {title}", "", *table, "", *(_render_page(rule, str(rule.severity)) for rule in group)])


def _render_policies(group: Sequence[Policy]) -> str:
    rows = [f"| {_link(each)} | `policy.{each.name}` | `{each.default}` | {_summary(each)} |" for each in group]
    table = ["| code | setting | default | what it finds |", "|---|---|---|---|", *rows]
    return "\n".join([f"## {_POLICIES}", "", *table, "", *(_render_page(each, "change policy") for each in group)])


def _link(judge: Rule | Policy) -> str:
    return f"[{judge.code}](#{judge.code.lower()})"


def _render_page(judge: Rule | Policy, kind: str) -> str:
    return f"### {judge.code}\n\n`{judge.name}`, {kind}. {manual_of(judge)}\n"


FORMATS: Formats[Judges] = {"text": render_text, "json": as_json(describe), "markdown": render_manual}

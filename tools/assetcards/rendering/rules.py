"""The rules by which cards are judged: a line for each, all their manual pages, or a document for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assetcards.docstrings import first_paragraph
from assetcards.rendering.columns import render_columns
from assetcards.rendering.display import Display
from assetcards.rendering.formats import Formats, as_json
from assetcards.rules.registry import manual_of
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


def describe(rules: Sequence[Rule]) -> dict[str, object]:
    """All rules as a document for programs."""
    return {"rules": list(map(describe_rule, rules))}


def describe_rule(rule: Rule) -> dict[str, object]:
    """A rule as a part of a document."""
    manual = manual_of(rule.code)
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": str(rule.severity),
        "summary": first_paragraph(manual),
        "manual": manual,
    }


def render_text(rules: Sequence[Rule], display: Display) -> str:
    """The rules by group, a line for each."""
    style = display.style
    lines = []
    for title, group in _by_group(rules):
        rows = [(rule.code, style(rule.severity, rule.severity), rule.name, _summary(rule)) for rule in group]
        lines += [style(title, "heading"), *render_columns(rows), ""]
    return "\n".join([*lines, "`catalog explain CODE` tells more of one.", ""])


def _summary(rule: Rule) -> str:
    """What a rule finds, in a sentence."""
    return first_paragraph(manual_of(rule.code))


def _by_group(rules: Sequence[Rule]) -> Iterator[tuple[str, list[Rule]]]:
    for group, title in GROUPS.items():
        yield title, [rule for rule in rules if rule.code.startswith(group)]


def render_manual(rules: Sequence[Rule], _: Display) -> str:
    """The manual pages of all rules as one page of Markdown."""
    return "\n".join([_INTRODUCTION, *(_render_group(title, group) for title, group in _by_group(rules))])


def _render_group(title: str, rules: Sequence[Rule]) -> str:
    rows = [f"| [{rule.code}](#{rule.code.lower()}) | {rule.severity} | {_summary(rule)} |" for rule in rules]
    table = ["| code | severity | what it finds |", "|---|---|---|", *rows]
    pages = [f"### {rule.code}\n\n`{rule.name}`, {rule.severity}. {manual_of(rule.code)}\n" for rule in rules]
    return "\n".join([f"## {title}", "", *table, "", *pages])


FORMATS: Formats[Sequence[Rule]] = {"text": render_text, "json": as_json(describe), "markdown": render_manual}

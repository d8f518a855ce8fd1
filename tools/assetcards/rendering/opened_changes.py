"""What opens differently after a change, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assetcards.rendering.counts import render_count
from assetcards.rendering.differences import describe_difference
from assetcards.rendering.display import Prefixes
from assetcards.rendering.documents import describe_name
from assetcards.rendering.findings import describe_finding
from assetcards.rendering.wording import Mark, render_extent

if TYPE_CHECKING:
    from assetcards.comparison.opened import OpenedChange

MAX_FINDINGS = 10
"""How many reasons are shown why a config is refused."""


def describe_opened_changes(opened: Sequence[OpenedChange]) -> list[dict[str, object]]:
    """The changes of each card as a part of a document for programs."""
    pairs = sorted(((asked, change) for change in opened for asked in change.affected.asked), key=lambda pair: pair[0])
    return [
        {
            **describe_name(asked),
            "config": change.config,
            "family": change.family,
            "change": change.kind,
            "fields": {each.field: describe_difference(each) for each in change.differences},
            "findings": [describe_finding(finding) for finding in change.findings],
        }
        for asked, change in pairs
    ]


def render_opened_summary(summary: str, opened: Sequence[OpenedChange] | None) -> str:
    """`1 changed, 3 open differently`: a summary of a change, and how many cards open differently."""
    names = {name for change in opened or () for name in change.affected.names}
    if not names:
        return summary
    differently = f"{len(names)} open{'s' if len(names) == 1 else ''} differently"
    return differently if summary == "no differences" else f"{summary}, {differently}"


def render_opened_change(change: OpenedChange, mark: Mark) -> str:
    """`model_config` opens differently for `qwen`: 14 cards, 2 environments; or that its code no longer takes it."""
    words = {
        "changed": f"{mark(change.config)} opens differently for {mark(change.family)}",
        "refused": f"{mark(change.family)} no longer takes {mark(change.config)}",
        "accepted": f"{mark(change.family)} now takes {mark(change.config)}",
    }
    return f"{words[change.kind]}: {render_extent(change.affected)}"


def render_reasons(change: OpenedChange, prefixes: Prefixes, mark: Mark) -> Iterator[str]:
    """A line for each of the first reasons why it is refused, or was."""
    for finding in change.findings[:MAX_FINDINGS]:
        yield mark(f"{prefixes.of(finding)}{finding.location}: {finding.message}")
    if len(change.findings) > MAX_FINDINGS:
        yield f"and {render_count(len(change.findings) - MAX_FINDINGS, 'more reason')}"

"""What a change comes to, and what that wants of its readers."""

from __future__ import annotations

from collections.abc import Sequence

from assetcards.findings import Finding
from assetcards.model.settings import Outcome
from assetcards.rendering.counts import render_count
from assetcards.rendering.findings import summarize

OUTCOME_ROLES = {Outcome.FAIL: "error", Outcome.NEEDS_REVIEW: "warning", Outcome.PASS: "name"}
"""The role of each outcome in a style."""

_WANTS = {
    Outcome.FAIL: "the author has to fix {errors} first",
    Outcome.NEEDS_REVIEW: "somebody has to look at {warnings}, and to approve the change if it is meant",
    Outcome.PASS: "nothing objects to it",
}


def render_wish(outcome: Outcome, findings: Sequence[Finding]) -> str:
    """What an outcome wants.

    >>> render_wish(Outcome.PASS, [])
    'nothing objects to it'
    """
    summary = summarize(findings)
    counts = {f"{noun}s": render_count(summary[f"{noun}s"], noun) for noun in ("error", "warning")}
    return _WANTS[outcome].format(**counts)

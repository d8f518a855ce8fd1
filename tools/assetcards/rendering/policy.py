"""What a change comes to, for people and for programs, and as others take findings."""

from __future__ import annotations

from assetcards.commands.policy import Judgement
from assetcards.escaping import safe
from assetcards.model.settings import Outcome
from assetcards.rendering.display import Display, Style
from assetcards.rendering.findings import describe_finding, render_counts, render_findings, summarize
from assetcards.rendering.formats import Formats, as_json
from assetcards.rendering.reports import REPORTS
from assetcards.rendering.wording import describe_side, render_side

OUTCOME_ROLES = {Outcome.FAIL: "error", Outcome.NEEDS_REVIEW: "warning", Outcome.PASS: "name"}


def describe(judgement: Judgement) -> dict[str, object]:
    """What a change comes to as a document for programs; paths are relative to the root of the catalog."""
    return {
        "revisions": {"old": describe_side(judgement.old), "new": describe_side(judgement.new)},
        "outcome": str(judgement.outcome),
        "findings": [describe_finding(finding) for finding in judgement.findings],
        "summary": summarize(judgement.findings),
    }


def render_text(judgement: Judgement, display: Display) -> str:
    """A line for each finding, and one that says what the change comes to."""
    style, prefixes = display.style, display.from_here(judgement.catalog)
    if judgement.nothing:
        return safe(f"{judgement.nothing}: nothing to judge") + "\n"
    lines = render_findings(judgement.findings, style, prefixes=prefixes)
    sides = f"from {render_side(judgement.old, safe)} to {render_side(judgement.new, safe)}"
    return "\n".join([*lines, f"{_render_outcome(judgement, style)} {sides}"]) + "\n"


def _render_outcome(judgement: Judgement, style: Style) -> str:
    outcome, counts = judgement.outcome, ", ".join(render_counts(summarize(judgement.findings)))
    return f"{style(outcome, OUTCOME_ROLES[outcome])}{f' ({counts})' if counts else ''}"


FORMATS: Formats[Judgement] = {"text": render_text, "json": as_json(describe), **REPORTS}

"""What a change comes to, for people and for programs, and as others take findings."""

from __future__ import annotations

from assetcards.commands.policy import Judgement
from assetcards.escaping import safe
from assetcards.model.settings import Outcome
from assetcards.rendering import agent
from assetcards.rendering.display import Display, Style
from assetcards.rendering.findings import describe_finding, render_counts, render_findings, summarize
from assetcards.rendering.findings_agent import lines_of
from assetcards.rendering.formats import Formats, as_json
from assetcards.rendering.outcomes import OUTCOME_ROLES, render_wish
from assetcards.rendering.reports import REPORTS, render_annotations, render_sarif
from assetcards.rendering.wording import describe_side, render_side


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
    wish = "" if judgement.outcome is Outcome.PASS else f": {render_wish(judgement.outcome, judgement.findings)}"
    return "\n".join([*lines, f"{_render_outcome(judgement, style)} {sides}{wish}"]) + "\n"


def render_conclusion(judgement: Judgement) -> str:
    """The outcome, and what it wants."""
    return f"{judgement.outcome}: {render_wish(judgement.outcome, judgement.findings)}"


def _render_github(judgement: Judgement, display: Display) -> str:
    """Annotations, and the conclusion; as an annotation of its own where nothing fails, and people have to act."""
    conclusion = render_conclusion(judgement)
    notice = "::notice title=catalog policy::" if judgement.outcome is Outcome.NEEDS_REVIEW else ""
    return f"{render_annotations(judgement, display)}{notice}{conclusion}\n"


def _render_sarif(judgement: Judgement, display: Display) -> str:
    return render_sarif(judgement, display, outcome=str(judgement.outcome))


def _render_agent(judgement: Judgement, display: Display) -> str:
    """As of any findings, with the outcome in the first row, in place of a severity, and what it wants."""
    titles, *rows = lines_of(judgement, display)
    wish = render_wish(judgement.outcome, judgement.findings)
    return agent.bounded([titles, agent.row(["", str(judgement.outcome), "", wish, ""]), *rows])


def _render_outcome(judgement: Judgement, style: Style) -> str:
    outcome, counts = judgement.outcome, ", ".join(render_counts(summarize(judgement.findings)))
    return f"{style(outcome, OUTCOME_ROLES[outcome])}{f' ({counts})' if counts else ''}"


FORMATS: Formats[Judgement] = {
    "text": render_text,
    "json": as_json(describe),
    **REPORTS,
    "github": _render_github,
    "sarif": _render_sarif,
    "agent": _render_agent,
}

"""What is wrong with cards, for people and for programs, and as others take findings."""

from __future__ import annotations

from assetcards.commands.validate import Verdict
from assetcards.escaping import safe
from assetcards.rendering.display import Display
from assetcards.rendering.documents import describe_revision
from assetcards.rendering.findings import describe_finding, render_finding, render_summary, summarize
from assetcards.rendering.formats import Formats, as_json
from assetcards.rendering.reports import REPORTS


def describe(verdict: Verdict) -> dict[str, object]:
    """The findings as a document for programs; paths are relative to the root of their store."""
    return {
        "revision": describe_revision(verdict.catalog.revision),
        "findings": list(map(describe_finding, verdict.findings)),
        "summary": summarize(verdict.findings),
    }


def render_text(verdict: Verdict, display: Display) -> str:
    """A line for each finding, and one that counts them; nothing when none of those was found that were asked for."""
    if verdict.nothing:
        return safe(f"{verdict.nothing}: nothing to validate") + "\n"
    if verdict.is_partial and not verdict.findings:
        return ""
    prefixes = display.from_here(verdict.catalog)
    lines = [render_finding(finding, display.style, prefixes=prefixes) for finding in verdict.findings]
    return "".join(f"{line}\n" for line in [*lines, render_summary(verdict)])


FORMATS: Formats[Verdict] = {"text": render_text, "json": as_json(describe), **REPORTS}

"""What is wrong with cards, for people and for programs, and as others take findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from assetcards.commands.validate import Known, Verdict
from assetcards.escaping import safe
from assetcards.findings import Finding, Severity
from assetcards.rendering.display import Display
from assetcards.rendering.documents import describe_revision, describe_root_of
from assetcards.rendering.findings import (
    describe_finding,
    render_finding,
    render_findings,
    render_summary,
    summarize,
)
from assetcards.rendering.formats import Formats, as_json
from assetcards.rendering.reports import REPORTS


def describe(verdict: Verdict) -> dict[str, object]:
    """The findings as a document for programs; paths are relative to the root of their store."""
    return {
        "revision": describe_revision(verdict.catalog.revision),
        "root": describe_root_of(verdict.catalog),
        "findings": list(map(describe_finding, verdict.findings)),
        "summary": summarize(verdict.findings),
        "known": _describe_known(verdict.known),
    }


def _describe_known(known: Known | None) -> dict[str, object] | None:
    """What was left out as known; null if all findings were asked for."""
    return {"revision": describe_revision(known.revision), "summary": summarize(known.findings)} if known else None


def render_text(verdict: Verdict, display: Display) -> str:
    """The errors, then the warnings, a line for each or for several equal ones, and how much advice there is.

    Nothing when none of those was found that were asked for. Advice on what silences findings is not left out.
    """
    if verdict.nothing:
        return _render_nothing(verdict)
    shown = [finding for finding in verdict.findings if not _is_left_out(finding)]
    lines = render_findings(shown, display.style, prefixes=display.from_here(verdict.catalog))
    counts = Counter(finding.code for finding in verdict.findings if _is_left_out(finding))
    codes = ", ".join(f"{code} {count}" for code, count in sorted(counts.items()))
    pronoun = "it" if counts.total() == 1 else "them"
    return _render(verdict, lines, f"advice ({codes}; --advice shows {pronoun})" if codes else "advice")


def _is_left_out(finding: Finding) -> bool:
    return finding.severity is Severity.ADVICE and not finding.code.startswith("C9")


def render_whole(verdict: Verdict, display: Display) -> str:
    """A line for each finding, advice too, in the order of files and lines, and one that counts them."""
    if verdict.nothing:
        return _render_nothing(verdict)
    prefixes = display.from_here(verdict.catalog)
    lines = (render_finding(finding, display.style, prefixes=prefixes) for finding in verdict.findings)
    return _render(verdict, lines, "advice")


def _render_nothing(verdict: Verdict) -> str:
    return safe(f"{verdict.nothing}: nothing to validate") + "\n"


def _render(verdict: Verdict, lines: Iterable[str], advice: str) -> str:
    if verdict.is_partial and not verdict.findings:
        return ""
    return "".join(f"{line}\n" for line in [*lines, render_summary(verdict, advice)])


FORMATS: Formats[Verdict] = {"text": render_text, "json": as_json(describe), **REPORTS}

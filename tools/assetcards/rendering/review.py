"""A change for its reviewers, on one page: what it comes to, what is wrong, what it does, and whom to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from assetcards.commands.review import Review
from assetcards.escaping import safe
from assetcards.findings import Finding, Severity
from assetcards.rendering.diff import describe as describe_diff
from assetcards.rendering.diff import render_blocks
from assetcards.rendering.diff_page import render_head, render_impact
from assetcards.rendering.display import Display, Prefixes
from assetcards.rendering.findings import describe_finding, render_finding, summarize
from assetcards.rendering.formats import Formats, as_json
from assetcards.rendering.github import render_row
from assetcards.rendering.outcomes import OUTCOME_ROLES, render_wish
from assetcards.rendering.pages import Section, render_sections
from assetcards.rendering.wording import render_side, render_summary

MARK = "<!-- catalog review -->"
"""The first line of a page, by which a bot finds the comment that it has to update."""

_EVERYTHING = "catalog review --format json"
_TABLE = "| severity | location | code | finding |\n|---|---|---|---|\n"


def describe(review: Review) -> dict[str, object]:
    """The review as a document for programs: that of the diff, with the outcome and the findings before it."""
    document = describe_diff(review.diff)
    return {
        "revisions": document.pop("revisions"),
        "outcome": str(review.outcome),
        "findings": [describe_finding(finding) for finding in review.findings],
        "counts": summarize(review.findings),
        **document,
    }


def render_text(review: Review, display: Display) -> str:
    """The review for people: what is compared, what that does, what is wrong, and what it comes to."""
    diff, style = review.diff, display.style
    head = [f"from {render_side(diff.old, safe)}", f"to   {render_side(diff.new, safe)}", render_summary(diff.impact)]
    prefixes = display.from_here(review.catalog)
    found = [f"  {render_finding(finding, style, prefixes=prefixes)}" for finding in _worst_first(review.findings)]
    blocks = [head, *render_blocks(diff, display)]
    blocks += [[style("findings", "heading"), *found]] if found else []
    outcome = style(review.outcome, OUTCOME_ROLES[review.outcome])
    blocks.append([f"{outcome}: {render_wish(review.outcome, review.findings)}"])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def render_page(review: Review, display: Display) -> str:
    """The review as a page of Markdown for a comment, in which nothing that cards say is markup."""
    outcome = f"**{review.outcome}**: {render_wish(review.outcome, review.findings)}."
    head = [f"{MARK}\n\n### Review of the catalog", outcome, render_head(review.diff)]
    prefixes = display.from_top(review.catalog)
    sections = [
        Section(rank=0, noun="line", blocks=head, between="\n\n"),
        _serious(review.findings, prefixes),
        *render_impact(review.diff, display),
        _advice(review.findings, prefixes),
    ]
    return render_sections(sections, everything=_EVERYTHING)


def _serious(findings: Iterable[Finding], prefixes: Prefixes) -> Section:
    """The errors and warnings."""
    serious = (each for each in _worst_first(findings) if each.severity is not Severity.ADVICE)
    rows = (render_row(each, prefixes.of(each)) for each in serious)
    return Section(rank=1, noun="finding", above=_TABLE, blocks=rows)


def _advice(findings: Iterable[Finding], prefixes: Prefixes) -> Section:
    """The advice, folded; it is left out first."""
    advice = [each for each in findings if each.severity is Severity.ADVICE]
    counts = ", ".join(f"{code} {count}" for code, count in sorted(Counter(each.code for each in advice).items()))
    rows = (render_row(each, prefixes.of(each)) for each in advice)
    above = f"<details>\n<summary>Advice: {counts}</summary>\n\n{_TABLE}"
    return Section(rank=8, noun="advice finding", above=above, blocks=rows, below="\n\n</details>")


def _worst_first(findings: Iterable[Finding]) -> list[Finding]:
    severities = list(Severity)
    return sorted(findings, key=lambda finding: severities.index(finding.severity))


FORMATS: Formats[Review] = {"text": render_text, "json": as_json(describe), "markdown": render_page}

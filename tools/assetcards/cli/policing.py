"""Printing whether a change passes the policy; click is not needed for it."""

from __future__ import annotations

from assetcards.cli.range_errors import cards_explained
from assetcards.cli.reports import report
from assetcards.cli.source import Source, announce_fetching
from assetcards.commands.policy import open_judgement
from assetcards.findings import failing_severities
from assetcards.rendering.policy import FORMATS, render_conclusion
from assetcards.sources.ranges import Range, range_words


def print_judgement(
    ends: Range,
    output_format: str,
    *,
    strict: bool = False,
    allow_none: bool = False,
    repo: str | None = None,
    root: str | None = None,
    stores: tuple[str, ...] = (),
) -> int:
    """Judge the change from one end to the other, and print what is found; the exit code says whether it fails."""
    opened = open_judgement(
        ends, source=repo, root=root, stores=stores, allow_none=allow_none, before_history=announce_fetching
    )
    with cards_explained(ends, repo, root, stores), opened as judgement:
        source = Source(repo=repo, root=root, stores=stores)
        conclusion = render_conclusion(judgement)
        report(FORMATS, output_format, judgement, source, change=range_words(ends), conclusion=conclusion)
    failing = failing_severities(strict=strict)
    return 1 if any(finding.severity in failing for finding in judgement.findings) else 0

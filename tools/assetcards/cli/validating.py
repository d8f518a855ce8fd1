"""Printing what is wrong with cards; click is not needed for it."""

from __future__ import annotations

from collections.abc import Sequence

from assetcards.cli.reports import report
from assetcards.cli.source import Source, announce_fetching
from assetcards.commands.validate import Part, validate
from assetcards.findings import Severity, failing_severities
from assetcards.rendering.validate import FORMATS, render_whole


def print_verdict(
    part: Part, source: Source, output_format: str, *, strict: bool = False, quiet: bool = False, advice: bool = False
) -> int:
    """Validate a part of what the source names, and print what is found; the exit code says whether that fails."""
    failing = failing_severities(strict=strict)
    with validate(part, failing if quiet else tuple(Severity), before_history=announce_fetching) as verdict:
        change = _change(part) if verdict.catalog.revision is None or part.from_ref else None
        formats = {**FORMATS, "text": render_whole} if advice else FORMATS
        report(formats, output_format, verdict, source, change=change)
    return 1 if any(finding.severity in failing for finding in verdict.findings) else 0


def _change(part: Part) -> Sequence[str]:
    """The change that is validated, as `catalog diff` takes it."""
    if part.from_ref is None:
        return ["--staged"] if part.staged else []
    return [part.from_ref if ".." in part.from_ref else f"{part.from_ref}...{part.to_ref}"]

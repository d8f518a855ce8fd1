"""Findings for programs that read text: a line for each, with the command that explains the first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assetcards.rendering import agent
from assetcards.rendering.display import Display
from assetcards.rendering.findings import Found

TITLES = ("location", "severity", "code", "message", "fix")


def render_agent(found: Found, display: Display) -> str:
    """The findings, the worst first, each with its location as it opens from the current directory."""
    return agent.bounded(lines_of(found, display))


def lines_of(found: Found, display: Display) -> Iterator[str]:
    """The lines of `render_agent`."""
    prefixes = display.from_here(found.catalog)
    yield agent.row(TITLES)
    for finding in sorted(found.findings, key=lambda each: _ORDER.index(each.severity.value)):
        location = f"{prefixes.of(finding)}{finding.location}"
        yield agent.row([location, finding.severity.value, finding.code, finding.message, finding.hint])


_ORDER = ("error", "warning", "advice")


def next_command(found: Found, change: Sequence[str] | None) -> str:
    """What to ask next: the manual page of the worst finding, else what the change does, else what cards there are.

    The change is as `catalog diff` takes it; None is no change.
    """
    worst = min(found.findings, key=lambda each: _ORDER.index(each.severity.value), default=None)
    if worst is not None:
        return agent.command("explain", worst.code)
    return agent.command("list", "--limit", "20") if change is None else agent.command("diff", *change)

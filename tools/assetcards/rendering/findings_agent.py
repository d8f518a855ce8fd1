"""Findings for programs that read text: a line for each, with the command that explains the first."""

from __future__ import annotations

from collections.abc import Iterator

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


def next_command(found: Found) -> str:
    """What to ask next: the manual page of the worst finding, or what the change does."""
    worst = min(found.findings, key=lambda each: _ORDER.index(each.severity.value), default=None)
    return agent.command("diff") if worst is None else agent.command("explain", worst.code)

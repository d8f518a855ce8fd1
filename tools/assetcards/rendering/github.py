"""Findings as GitHub Actions shows them: annotations at the lines of a change, and the summary of a step.

GitHub shows ten errors and ten warnings of a step and drops the rest without a word. The rest goes to the log here,
and all of it into the summary.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assetcards.escaping import safe
from assetcards.findings import Finding, Severity
from assetcards.rendering.display import Display, Prefixes
from assetcards.rendering.findings import Found, render_finding, render_message, render_summary, worst_first
from assetcards.rendering.markdown import (
    render_markdown_code,
    render_markdown_message,
    render_markdown_row,
    render_markdown_text,
)
from assetcards.rendering.runners import without_commands
from assetcards.rules.registry import rule_modules
from assetcards.values import cut

MAX_ANNOTATIONS = 10
"""How many annotations of one level GitHub shows for a step."""

MAX_ROWS = 1000
"""How many findings the summary lists."""

MAX_CELL = 1000
"""How many characters of a finding the summary shows."""


def render_annotations(found: Found, display: Display) -> str:
    """A workflow command for each finding that can be an annotation, the others as text, and a line that counts them.

    Paths are those from the top of the repository.
    """
    findings, prefixes = found.findings, display.from_top(found.catalog)
    annotated = [
        finding
        for severity in (Severity.ERROR, Severity.WARNING)
        for finding in [each for each in findings if each.severity is severity][:MAX_ANNOTATIONS]
    ]
    others = [finding for finding in findings if finding not in annotated]
    lines = [_render_command(finding, prefixes.of(finding)) for finding in annotated]
    if others:
        lines += [f"::group::{len(others)} without annotation", *_render_log(others, prefixes), "::endgroup::"]
    return "\n".join([*lines, without_commands(render_summary(found))]) + "\n"


def _render_command(finding: Finding, prefix: str) -> str:
    module = rule_modules().get(finding.code)
    title = f"{finding.code} {module.RULE.name}" if module else finding.code
    place = {"file": safe(prefix + finding.path), "line": finding.line, "col": finding.column, "title": title}
    properties = ",".join(f"{name}={_escape_property(str(value))}" for name, value in place.items() if value)
    return f"::{finding.severity} {properties}::{_escape(render_message(finding, prefix))}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")


def _render_log(findings: Sequence[Finding], prefixes: Prefixes) -> Iterator[str]:
    """Lines that the runner does not take for commands."""
    for finding in findings:
        yield without_commands(f"- {render_finding(finding, prefixes=prefixes)}")


def render_step_summary(found: Found, display: Display, *, room: int, conclusion: str = "") -> str:
    """The findings as a Markdown table, the worst first; for the file that `GITHUB_STEP_SUMMARY` names.

    The conclusion, if there is one, and as many of them as there is room for, in bytes, and how many more there are.
    """
    findings, prefixes = found.findings, display.from_top(found.catalog)
    lines = ["### Catalog", "", *([conclusion, ""] if conclusion else []), render_markdown_text(render_summary(found))]
    rows = worst_first(findings)
    table = ["", "| severity | location | code | finding |", "|---|---|---|---|"]
    room -= _size([*lines, *table]) + _ROOM_FOR_THE_REST
    shown = 0
    for finding in rows[:MAX_ROWS]:
        row = render_row(finding, prefixes.of(finding))
        room -= _size([row])
        if room < 0:
            break
        table.append(row)
        shown += 1
    lines += table if shown else []
    if shown < len(rows):
        lines += ["", f"{len(rows) - shown} more are in the log."]
    return "\n".join(lines) + "\n"


_ROOM_FOR_THE_REST = 100
"""For the line that says how many findings are left out."""


def _size(lines: Iterable[str]) -> int:
    """How many bytes some lines have."""
    return sum(len(line.encode()) + 1 for line in lines)


def render_row(finding: Finding, prefix: str) -> str:
    """A finding as a row of a table of Markdown: severity, location, code and message."""
    place, message = (cut(text, 0, MAX_CELL) for text in (prefix + finding.location, render_message(finding, prefix)))
    return render_markdown_row(
        [finding.severity, render_markdown_code(place), finding.code, render_markdown_message(message)]
    )

"""Findings as GitHub Actions shows them: annotations at the lines of a change, and the summary of a step.

GitHub shows ten errors and ten warnings of a step and drops the rest without a word. The rest goes to the log here,
and all of it into the summary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assetcards.diagnostics import Diagnostic, Severity
from assetcards.model.catalog import Catalog
from assetcards.rendering.findings import NO_PREFIXES, Prefixes, render_finding, render_message, render_summary
from assetcards.rendering.report import render_markdown_text, safe
from assetcards.rules.registry import rule_modules

MAX_ANNOTATIONS = 10
"""How many annotations of one level GitHub shows for a step."""

MAX_ROWS = 1000
"""How many findings the summary lists: GitHub drops a summary of more than a megabyte."""


def render_annotations(catalog: Catalog, findings: Sequence[Diagnostic], *, prefixes: Prefixes = NO_PREFIXES) -> str:
    """A workflow command for each finding that can be an annotation, the others as text, and a line that counts them.

    `prefixes` lead from the top of the repository.
    """
    annotated = [
        finding
        for severity in (Severity.ERROR, Severity.WARNING)
        for finding in [each for each in findings if each.severity is severity][:MAX_ANNOTATIONS]
    ]
    others = [finding for finding in findings if finding not in annotated]
    lines = [_render_command(finding, prefixes.of(finding)) for finding in annotated]
    if others:
        lines += [f"::group::{len(others)} without annotation", *_render_log(others, prefixes), "::endgroup::"]
    return "\n".join([*lines, render_summary(catalog, findings)]) + "\n"


def _render_command(finding: Diagnostic, prefix: str) -> str:
    module = rule_modules().get(finding.code)
    title = f"{finding.code} {module.RULE.name}" if module else finding.code
    place = {"file": safe(prefix + finding.path), "line": finding.line, "col": finding.column, "title": title}
    properties = ",".join(f"{name}={_escape_property(str(value))}" for name, value in place.items() if value)
    return f"::{finding.severity} {properties}::{_escape(render_message(finding, prefix))}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")


def _render_log(findings: Sequence[Diagnostic], prefixes: Prefixes) -> Iterator[str]:
    """Lines that the runner does not take for commands: it looks for `::` in front and for `##[` anywhere."""
    for finding in findings:
        yield f"- {render_finding(finding, prefixes=prefixes)}".replace("##[", "## [")


def render_step_summary(catalog: Catalog, findings: Sequence[Diagnostic], *, prefixes: Prefixes = NO_PREFIXES) -> str:
    """The findings as a Markdown table, the worst first; for the file that `GITHUB_STEP_SUMMARY` names."""
    lines = ["### Catalog", "", render_markdown_text(render_summary(catalog, findings))]
    severities = list(Severity)
    rows = sorted(findings, key=lambda finding: severities.index(finding.severity))
    if rows:
        lines += ["", "| severity | place | code | finding |", "|---|---|---|---|"]
        lines += [_render_row(finding, prefixes.of(finding)) for finding in rows[:MAX_ROWS]]
    if len(rows) > MAX_ROWS:
        lines += ["", f"{len(rows) - MAX_ROWS} more are in the log."]
    return "\n".join(lines) + "\n"


def _render_row(finding: Diagnostic, prefix: str) -> str:
    cells = [finding.severity, prefix + finding.place, finding.code, render_message(finding, prefix)]
    return "| " + " | ".join(render_markdown_text(cell) for cell in cells) + " |"

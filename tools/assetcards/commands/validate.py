"""`catalog validate`: every finding about the cards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assetcards.catalog import Catalog
from assetcards.commands.show import describe_revision
from assetcards.diagnostics import Diagnostic, Severity
from assetcards.report import Style, no_style, safe


def summarize(findings: Sequence[Diagnostic]) -> dict[str, int]:
    """How many findings of each severity there are."""
    counts = Counter(finding.severity for finding in findings)
    return {
        "errors": counts[Severity.ERROR],
        "warnings": counts[Severity.WARNING],
        "advice": counts[Severity.ADVICE],
    }


def describe_findings(catalog: Catalog, findings: Sequence[Diagnostic]) -> dict[str, object]:
    """The findings as a document for programs."""
    return {
        "revision": describe_revision(catalog),
        "findings": [
            {
                "code": finding.code,
                "severity": str(finding.severity),
                "path": finding.path,
                "line": finding.line,
                "column": finding.column,
                "message": finding.message,
                "hint": finding.hint,
            }
            for finding in findings
        ],
        "summary": summarize(findings),
    }


def render_findings(findings: Sequence[Diagnostic], style: Style = no_style) -> str:
    """A line for each finding, and a line that counts them."""
    return "".join(f"{render_finding(finding, style)}\n" for finding in findings) + f"{render_summary(findings)}\n"


def render_finding(finding: Diagnostic, style: Style = no_style) -> str:
    """`path:line:column: CODE severity: message (hint)`."""
    hint = f" ({finding.hint})" if finding.hint else ""
    severity = style(finding.severity, finding.severity)
    return f"{safe(finding.place)}: {finding.code} {severity}: {safe(finding.message + hint)}"


def render_summary(findings: Sequence[Diagnostic]) -> str:
    """`2 errors, 1 warning`, or that nothing was found."""
    counts = summarize(findings)
    words = [f"{count} {name.removesuffix('s') if count == 1 else name}" for name, count in counts.items() if count]
    return ", ".join(words) or "no findings"

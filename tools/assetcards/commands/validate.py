"""`catalog validate`: the findings as text, and as a document for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assetcards.commands.show import describe_revision
from assetcards.diagnostics import Diagnostic, Severity
from assetcards.model.catalog import Catalog
from assetcards.rendering.report import Style, describe_finding, no_style, render_message, safe


def failing_severities(*, strict: bool) -> tuple[Severity, ...]:
    """What makes a run fail: errors, and warnings, too, when one is strict."""
    return (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)


def summarize(findings: Sequence[Diagnostic]) -> dict[str, int]:
    """How many findings of each severity there are."""
    counts = Counter(finding.severity for finding in findings)
    return {
        "errors": counts[Severity.ERROR],
        "warnings": counts[Severity.WARNING],
        "advice": counts[Severity.ADVICE],
    }


def describe_findings(catalog: Catalog, findings: Sequence[Diagnostic]) -> dict[str, object]:
    """The findings as a document for programs; paths are relative to the root of the catalog."""
    return {
        "revision": describe_revision(catalog),
        "findings": [describe_finding(finding) for finding in findings],
        "summary": summarize(findings),
    }


def render_findings(
    catalog: Catalog, findings: Sequence[Diagnostic], style: Style = no_style, *, prefix: str = ""
) -> str:
    """A line for each finding, and a line that counts them. `prefix` leads to the root of the catalog."""
    lines = [render_finding(finding, style, prefix=prefix) for finding in findings]
    return "".join(f"{line}\n" for line in [*lines, render_summary(catalog, findings)])


def render_finding(finding: Diagnostic, style: Style = no_style, *, prefix: str = "") -> str:
    """`path:line:column: CODE severity: message (hint)`."""
    severity = style(finding.severity, finding.severity)
    return f"{safe(prefix + finding.place)}: {finding.code} {severity}: {render_message(finding, prefix)}"


def render_summary(catalog: Catalog, findings: Sequence[Diagnostic]) -> str:
    """`2 errors, 1 warning`, or that nothing was found; and in which commit."""
    counts = summarize(findings)
    words = [f"{count} {name.removesuffix('s') if count == 1 else name}" for name, count in counts.items() if count]
    revision = catalog.revision
    where = f" in {safe(revision.asked)} = {revision.commit}" if revision else ""
    return (", ".join(words) or "no findings") + where

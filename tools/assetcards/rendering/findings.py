"""Findings as lines for people, and as parts of documents for programs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from assetcards.escaping import safe
from assetcards.findings import Finding, Severity
from assetcards.model.catalog import Catalog
from assetcards.rendering.display import NO_PREFIXES, Prefixes, Style, no_style


class Found(Protocol):
    """An answer that is findings about a catalog, whoever looked for them."""

    @property
    def catalog(self) -> Catalog: ...

    @property
    def findings(self) -> Sequence[Finding]: ...


def summarize(findings: Sequence[Finding]) -> dict[str, int]:
    """How many findings of each severity there are."""
    counts = Counter(finding.severity for finding in findings)
    return {
        "errors": counts[Severity.ERROR],
        "warnings": counts[Severity.WARNING],
        "advice": counts[Severity.ADVICE],
    }


def describe_finding(finding: Finding) -> dict[str, object]:
    """A finding as a part of a document; without a `source` it is about the catalog as a whole."""
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "message": finding.message,
        "hint": finding.hint,
        "related": [{"path": each.path, "line": each.line} for each in finding.related],
        "source": finding.source or None,
    }


def render_finding(finding: Finding, style: Style = no_style, *, prefixes: Prefixes = NO_PREFIXES) -> str:
    """`path:line:column: CODE severity: message (hint)`."""
    severity = style(finding.severity, finding.severity)
    prefix = prefixes.of(finding)
    return f"{safe(prefix + finding.location)}: {finding.code} {severity}: {render_message(finding, prefix)}"


def render_message(finding: Finding, prefix: str = "") -> str:
    """`message (hint)`; the locations in it get the same prefix as that of the finding.

    >>> from assetcards.findings import FileLine
    >>> finding = Finding(code="C210", severity=Severity.ERROR, path="b.yaml", line=1, column=7,
    ...                   message="the first is at a.yaml:3", related=(FileLine("a.yaml", 3),))
    >>> render_message(finding, "catalog/")
    'the first is at catalog/a.yaml:3'
    """
    text = f"{finding.message} ({finding.hint})" if finding.hint else finding.message
    if prefix and finding.related:
        locations = "|".join(re.escape(str(each)) for each in finding.related)
        text = re.sub(rf"(?<![\w./-])(?:{locations})(?!\d)", lambda match: prefix + match[0], text)
    return safe(text)


def render_summary(found: Found) -> str:
    """`2 errors, 1 warning`, or that nothing was found; and in which commit."""
    counts = summarize(found.findings)
    words = [f"{count} {name.removesuffix('s') if count == 1 else name}" for name, count in counts.items() if count]
    revision = found.catalog.revision
    where = f" in {safe(revision.asked)} = {revision.commit}" if revision else ""
    return (", ".join(words) or "no findings") + where

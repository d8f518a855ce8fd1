"""Findings as lines for people, and as parts of documents for programs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from assetcards.escaping import safe
from assetcards.findings import Finding, Severity
from assetcards.model.catalog import Catalog, Revision
from assetcards.rendering.counts import render_count
from assetcards.rendering.display import NO_PREFIXES, Prefixes, Style, no_style

MAX_OTHERS = 5
"""How many further locations of equal findings a line names."""


class Known(Protocol):
    """Findings that are left out because a revision had them already."""

    @property
    def revision(self) -> Revision: ...

    @property
    def findings(self) -> Sequence[Finding]: ...


class Found(Protocol):
    """An answer that is findings about a catalog, whoever looked for them."""

    @property
    def known(self) -> Known | None: ...

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
    return safe(with_prefix(text, map(str, finding.related), prefix))


def with_prefix(text: str, locations: Iterable[str], prefix: str) -> str:
    """A sentence in which locations have a prefix.

    >>> with_prefix("a.yaml:3 is as x/a.yaml:3 and a.yaml:31", ["a.yaml:3"], "catalog/")
    'catalog/a.yaml:3 is as x/a.yaml:3 and a.yaml:31'
    """
    found = "|".join(map(re.escape, locations)) if prefix else ""
    return re.sub(rf"(?<![\w./-])(?:{found})(?!\d)", lambda match: prefix + match[0], text) if found else text


def render_findings(findings: Sequence[Finding], style: Style = no_style, *, prefixes: Prefixes) -> Iterator[str]:
    """A line for each finding, the worst first; equal ones share a line, which names the other locations."""
    same: dict[object, list[Finding]] = {}
    for finding in worst_first(findings):
        same.setdefault((finding.code, finding.severity, finding.message, finding.hint, finding.source), []).append(
            finding
        )
    for finding, *others in same.values():
        line = render_finding(finding, style, prefixes=prefixes)
        yield f"{line}; {_render_others(others, prefixes)}" if others else line


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """The errors, the warnings, and then the advice, each in the order given."""
    severities = list(Severity)
    return sorted(findings, key=lambda finding: severities.index(finding.severity))


def _render_others(findings: Sequence[Finding], prefixes: Prefixes) -> str:
    shown = ", ".join(safe(prefixes.of(each) + each.location) for each in findings[:MAX_OTHERS])
    more = len(findings) - MAX_OTHERS
    return f"the same at {shown}{f' and {more} more' if more > 0 else ''}"


def render_summary(found: Found, advice: str = "advice") -> str:
    """`2 errors, 1 warning`, or that nothing was found; in which commit, and how much is left out as known.

    `advice` is what follows the number of advice.
    """
    is_new = "new " if found.known else ""
    counts = summarize(found.findings)
    words = render_counts(counts, is_new) + ([f"{counts['advice']} {is_new}{advice}"] if counts["advice"] else [])
    revision = found.catalog.revision
    where = f" in {safe(revision.asked)} = {revision.commit}" if revision else ""
    return (", ".join(words) or f"no {is_new}findings") + where + _render_known(found.known)


def render_counts(counts: Mapping[str, int], adjective: str = "") -> list[str]:
    """How many errors and warnings there are, each in words; nothing of what there is none of.

    >>> render_counts({"errors": 2, "warnings": 1})
    ['2 errors', '1 warning']
    """
    return [render_count(counts[f"{noun}s"], adjective + noun) for noun in ("error", "warning") if counts[f"{noun}s"]]


def _render_known(known: Known | None) -> str:
    counts = summarize(known.findings) if known else {}
    words = render_counts(counts) if counts else []
    if known is None or not words:
        return ""
    verb = "was" if counts["errors"] + counts["warnings"] == 1 else "were"
    return f"; {', '.join(words)} {verb} in {safe(known.revision.asked)} already"

"""One finding for each cause.

Findings that a more specific finding covers are dropped, and so are those that cannot be certain while a file is
unreadable. A finding that repeats on many lines of a file is reported once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace

from assetcards.findings import FileLine, Finding, has_errors, sort_findings
from assetcards.model.card import CardFile
from assetcards.rules.rule import Rule

MAX_LINES = 5
"""How many more lines a finding names; it counts the others."""


def drop_explained(findings: Iterable[Finding], rules: Iterable[Rule]) -> list[Finding]:
    """The findings without those that another one on the same line makes redundant (`Rule.explains`).

    Drop silenced findings first: a silenced finding must not hide a reported one.
    """
    explains = {rule.code: rule.explains for rule in rules if rule.explains}
    findings = list(findings)
    dropped = {(d.path, d.line, code) for d in findings for code in explains.get(d.code, ())}
    return [d for d in findings if (d.path, d.line, d.code) not in dropped]


def hold_back_unknown(findings: Iterable[Finding], files: Iterable[CardFile], rules: Iterable[Rule]) -> list[Finding]:
    """The findings without those about unknown names, if a file that cannot be read is reported.

    That file may define the names. A file whose finding is silenced holds back nothing.
    """
    findings = list(findings)
    unsure = {rule.code for rule in rules if rule.needs_every_name}
    if not any(d.code in unsure for d in findings):
        return findings
    unread = {file.path for file in files if file.text is None}
    is_reported = any(d.path in unread and has_errors([d]) for d in findings)
    return [d for d in findings if d.code not in unsure] if is_reported else findings


def fold_repeats(
    findings: Iterable[Finding], rules: Iterable[Rule], owner: Callable[[Finding], Hashable]
) -> list[Finding]:
    """The findings, sorted; those with the same fix in a file or a card become one, which names the other lines.

    Only findings of rules that are `once_per_file` or `once_per_card` are folded; `owner` returns the card of a
    finding. Filter findings first: folded findings no longer have lines of their own.
    """
    once = {rule.code: rule.once_per_card for rule in rules if rule.once_per_file or rule.once_per_card}
    same: dict[Hashable, list[Finding]] = {}
    for finding in sort_findings(findings):
        fix = (finding.path, finding.code, finding.hint, once.get(finding.code) and owner(finding))
        same.setdefault(fix if finding.code in once else finding, []).append(finding)
    return sort_findings(_with_lines(*each) for each in same.values())


def _with_lines(finding: Finding, *others: Finding) -> Finding:
    lines = sorted({other.line for other in others} - {finding.line})
    if not lines:
        return finding
    more = len(lines) - MAX_LINES
    shown = ", ".join(map(str, lines[:MAX_LINES])) + (f" and {more} more" if more > 0 else "")
    also = f"also on line{'s' if len(lines) > 1 else ''} {shown}"
    hint = f"{finding.hint}; {also}" if finding.hint else also
    return replace(finding, hint=hint, related=(*finding.related, *(FileLine(finding.path, line) for line in lines)))

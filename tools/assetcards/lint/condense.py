"""One finding for each cause.

Findings that a more specific finding covers are dropped, and so are those that cannot be certain while a file is
unreadable. A finding that repeats on many lines of a file is reported once.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace

from assetcards.findings import FileLine, Finding, has_errors, sort_findings
from assetcards.model.card import CardFile
from assetcards.model.lost import may_have_any_name
from assetcards.rules.rule import Rule

MAX_LINES = 5
"""How many more lines or files a finding names; it counts the others."""

_OF_TEXT = "C1"


def drop_explained(findings: Iterable[Finding], rules: Iterable[Rule]) -> list[Finding]:
    """The findings without those that another one on the same line makes redundant (`Rule.explains`).

    Of a file that is no card file, those about its text are redundant as well.

    Drop silenced findings first: a silenced finding must not hide a reported one.
    """
    rules = list(rules)
    explains = {rule.code: rule.explains for rule in rules if rule.explains}
    findings = list(findings)
    dropped = {(d.path, d.line, code) for d in findings for code in explains.get(d.code, ())}
    foreign = {d.path for d in findings if d.code in {rule.code for rule in rules if rule.once_per_folder}}
    kept = (d for d in findings if not (d.path in foreign and d.code.startswith(_OF_TEXT)))
    return [d for d in kept if (d.path, d.line, d.code) not in dropped]


def hold_back_unknown(findings: Iterable[Finding], files: Iterable[CardFile], rules: Iterable[Rule]) -> list[Finding]:
    """The findings without those about unknown names, if an unreadable file, or a card without one, is reported.

    Those may define the names. A file whose finding is silenced holds back nothing.
    """
    findings = list(findings)
    unsure = {rule.code for rule in rules if rule.needs_every_name}
    if not any(d.code in unsure for d in findings):
        return findings
    unread = {file.path for file in files if may_have_any_name(file)}
    is_reported = any(d.path in unread and has_errors([d]) for d in findings)
    return [d for d in findings if d.code not in unsure] if is_reported else findings


def fold_repeats(
    findings: Iterable[Finding], rules: Iterable[Rule], owner: Callable[[Finding], Hashable]
) -> list[Finding]:
    """The findings, sorted; those with the same fix in a file or a card become one, which names the other lines.

    Only findings of rules that are `once_per_file`, `once_per_card` or `once_per_folder` are folded; `owner` returns
    the card of a finding. Filter findings first: folded findings no longer have lines of their own.
    """
    rules = list(rules)
    once = {rule.code: rule.once_per_card for rule in rules if rule.once_per_file or rule.once_per_card}
    folders = {rule.code for rule in rules if rule.once_per_folder}
    same: dict[Hashable, list[Finding]] = {}
    for finding in sort_findings(findings):
        fix: Hashable = (finding.path, finding.code, finding.hint, once.get(finding.code) and owner(finding))
        if finding.code in folders:
            fix = (posixpath.dirname(finding.path), finding.code, finding.hint, finding.source)
        same.setdefault(fix if finding.code in folders or finding.code in once else finding, []).append(finding)
    return sort_findings(_with_others(*each) for each in same.values())


def _with_others(finding: Finding, *others: Finding) -> Finding:
    """A finding that names the others, which are on other lines of its file, or in other files of its folder."""
    files = [posixpath.basename(other.path) for other in others if other.path != finding.path]
    if not files:
        return _with_lines(finding, *others)
    related = tuple(FileLine(other.path, other.line) for other in others)
    return _also(finding, f"also {', '.join(files[:MAX_LINES])}", len(files) - MAX_LINES, related)


def _with_lines(finding: Finding, *others: Finding) -> Finding:
    lines = sorted({other.line for other in others} - {finding.line})
    if not lines:
        return finding
    also = f"also on line{'s' if len(lines) > 1 else ''} {', '.join(map(str, lines[:MAX_LINES]))}"
    return _also(finding, also, len(lines) - MAX_LINES, tuple(FileLine(finding.path, line) for line in lines))


def _also(finding: Finding, also: str, more: int, related: tuple[FileLine, ...]) -> Finding:
    also += f" and {more} more" if more > 0 else ""
    hint = f"{finding.hint}; {also}" if finding.hint else also
    return replace(finding, hint=hint, related=(*finding.related, *related))

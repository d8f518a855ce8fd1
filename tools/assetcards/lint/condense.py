"""One cause, one finding.

Left out is what a more telling finding says already, and what nobody can know while a file is unread; what is said of
many lines of a file is said once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace

from assetcards.findings import FileLine, Finding, has_errors, sort_findings
from assetcards.model.card import CardFile
from assetcards.rules.rule import Rule

MAX_LINES = 5
"""How many further lines a finding names, before it only counts them."""


def drop_explained(findings: Iterable[Finding], rules: Iterable[Rule]) -> list[Finding]:
    """The findings without those that another one of the same line makes superfluous (`Rule.explains`).

    Only what is told explains: drop what is silenced before, or nothing would be told of the line.
    """
    explains = {rule.code: rule.explains for rule in rules if rule.explains}
    findings = list(findings)
    dropped = {(d.path, d.line, code) for d in findings for code in explains.get(d.code, ())}
    return [d for d in findings if (d.path, d.line, d.code) not in dropped]


def hold_back_unknown(findings: Iterable[Finding], files: Iterable[CardFile], rules: Iterable[Rule]) -> list[Finding]:
    """The findings without those on names that no card has, when one of them is that a file cannot be read at all.

    The cards may stand in there. Only what is told of counts: a file that is silenced keeps nothing back.
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
    """The findings sorted; of those with one mend in a file, or in a card, the first, which names the others' lines.

    Only rules that speak `once_per_file` or `once_per_card` are folded; `owner` tells the card of a finding. Filter
    findings before, not after: what is folded cannot be told apart by its line any more.
    """
    once = {rule.code: rule.once_per_card for rule in rules if rule.once_per_file or rule.once_per_card}
    same: dict[Hashable, list[Finding]] = {}
    for finding in sort_findings(findings):
        mend = (finding.path, finding.code, finding.hint, once.get(finding.code) and owner(finding))
        same.setdefault(mend if finding.code in once else finding, []).append(finding)
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

"""Judging a change by the policy of `catalog.toml`: it passes, somebody has to look at it, or it fails."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from assetcards.comparison.impact import find_impact
from assetcards.findings import Finding, Severity, sort_findings
from assetcards.git.tree import CommitTree
from assetcards.model.catalog import Catalog
from assetcards.model.settings import Outcome
from assetcards.policies.policy import Change
from assetcards.policies.registry import POLICY_MODULES
from assetcards.provenance.history import History

_SEVERITIES = {Outcome.FAIL: Severity.ERROR, Outcome.NEEDS_REVIEW: Severity.WARNING}


def judge_change(old: Catalog, new: Catalog) -> list[Finding]:
    """What the policy finds in a change, sorted: errors for what fails, warnings for what needs review.

    `new` is under the settings that judge it. What was wrong with the settings before is a warning: whoever wrote them
    relies on them.
    """
    settings = new.settings.policy
    tree = old.own.tree if old.stores else None
    history = History(old) if isinstance(tree, CommitTree) and settings.reused is not Outcome.PASS else None
    change = Change(old=old, new=new, impact=find_impact(old, new), settings=settings, history=history)
    found = [_not_obeyed(finding) for finding in old.settings.findings]
    for module in POLICY_MODULES.values():
        outcome: Outcome = getattr(settings, module.POLICY.key)
        if outcome is not Outcome.PASS:
            found += (_weigh(finding, outcome) for finding in module.POLICY.check(change))
    return sort_findings(found)


def _weigh(finding: Finding, outcome: Outcome) -> Finding:
    """A finding as bad as the settings say; what cannot be known is advice whatever they say."""
    return finding if finding.severity is Severity.ADVICE else replace(finding, severity=_SEVERITIES[outcome])


def _not_obeyed(finding: Finding) -> Finding:
    """What is wrong with a setting, as it matters here."""
    message = f"{finding.message}: this is not obeyed, and the default holds"
    return replace(finding, severity=Severity.WARNING, message=message)


def outcome_of(findings: Iterable[Finding]) -> Outcome:
    """What a change comes to: the worst of its findings."""
    severities = {finding.severity for finding in findings}
    if Severity.ERROR in severities:
        return Outcome.FAIL
    return Outcome.NEEDS_REVIEW if Severity.WARNING in severities else Outcome.PASS

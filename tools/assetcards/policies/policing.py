"""Judging a change by the policy of `catalog.toml`: it passes, somebody has to look at it, or it fails."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from assetcards.comparison.impact import find_impact
from assetcards.findings import Finding, Severity, finding_of, sort_findings
from assetcards.model.catalog import Catalog
from assetcards.model.settings import Outcome
from assetcards.policies.policy import Change, Objection, Policy
from assetcards.policies.registry import all_policies

_SEVERITIES = {Outcome.FAIL: Severity.ERROR, Outcome.NEEDS_REVIEW: Severity.WARNING}


def judge_change(old: Catalog, new: Catalog) -> list[Finding]:
    """What the policy finds in a change, sorted: errors for what fails, warnings for what needs review.

    `new` is under the settings that judge it. What was wrong with the settings before is a warning: whoever wrote them
    relies on them.
    """
    change = Change(old=old, new=new, impact=find_impact(old, new))
    found = [_not_obeyed(finding) for finding in old.settings.findings]
    for policy in all_policies():
        outcome = policy.outcome(change.settings)
        if outcome is not Outcome.PASS:
            found += (_finding(policy, outcome, objection) for objection in policy.check(change))
    return sort_findings(found)


def _finding(policy: Policy, outcome: Outcome, objection: Objection) -> Finding:
    """A finding as bad as the settings say; what cannot be known is advice whatever they say."""
    severity = _SEVERITIES[outcome] if objection.is_known else Severity.ADVICE
    path, line = objection.location
    message, hint, related = objection.message, objection.hint, objection.related
    return finding_of(policy.code, path, (line, 0), message, hint, related, severity=severity)


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

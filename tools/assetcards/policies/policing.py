"""Checks a change against the policy of `catalog.toml`: it passes, needs review, or fails."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from assetcards.comparison.impact import Impact, find_impact
from assetcards.findings import Finding, Severity, finding_of, sort_findings
from assetcards.model.catalog import Catalog
from assetcards.model.settings import Outcome
from assetcards.policies.policy import Change, Objection, Policy
from assetcards.policies.registry import all_policies

_SEVERITIES = {Outcome.FAIL: Severity.ERROR, Outcome.NEEDS_REVIEW: Severity.WARNING}


def judge_change(old: Catalog, new: Catalog) -> list[Finding]:
    """As `judge_impact`, of a change whose impact is not known yet."""
    return judge_impact(old, find_impact(old, new))


def judge_impact(old: Catalog, impact: Impact) -> list[Finding]:
    """The findings of the policy on a change, sorted: errors for what fails, warnings for what needs review.

    The settings of the new side judge the change. An invalid setting of the old side is a warning: its author relies
    on it.
    """
    change = Change(before=old, impact=impact)
    found = [_ignored(finding) for finding in old.settings.findings]
    for policy in all_policies():
        outcome = policy.outcome(change.settings)
        if outcome is not Outcome.PASS:
            found += (_finding(policy, outcome, objection) for objection in policy.check(change))
    return sort_findings(found)


def _finding(policy: Policy, outcome: Outcome, objection: Objection) -> Finding:
    """A finding with the severity that the settings choose; what cannot be known is always advice."""
    severity = _SEVERITIES[outcome] if objection.is_known else Severity.ADVICE
    path, line = objection.location
    message, hint, related = objection.message, objection.hint, objection.related
    return finding_of(policy.code, path, (line, 0), message, hint, related, severity=severity)


def _ignored(finding: Finding) -> Finding:
    """An invalid setting, with what that means for the policy."""
    message = f"{finding.message}: ignored, the default applies"
    return replace(finding, severity=Severity.WARNING, message=message)


def outcome_of(findings: Iterable[Finding]) -> Outcome:
    """The outcome of a change: that of its most severe finding."""
    severities = {finding.severity for finding in findings}
    if Severity.ERROR in severities:
        return Outcome.FAIL
    return Outcome.NEEDS_REVIEW if Severity.WARNING in severities else Outcome.PASS

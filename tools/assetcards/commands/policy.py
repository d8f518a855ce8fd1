"""`catalog policy`: whether a change passes, needs review or fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assetcards.findings import Finding, sort_findings
from assetcards.lint.judging import Judge
from assetcards.lint.lint import report
from assetcards.model.catalog import Catalog
from assetcards.model.settings import Outcome
from assetcards.policies.policing import judge_change, outcome_of
from assetcards.sources.ranges import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A change, its new side with the settings that judge it, and the findings, sorted."""

    old: Side
    new: Side
    findings: Sequence[Finding]

    @property
    def outcome(self) -> Outcome:
        """The outcome of the change."""
        return outcome_of(self.findings)

    @property
    def catalog(self) -> Catalog:
        """The catalog that the findings are about: the old one if the change removes it."""
        return self.new.catalog if self.new.catalog.stores else self.old.catalog


def judge(old: Side, new: Side) -> Judgement:
    """Find what the policies report about a change, what it silences, and what it does to the settings."""
    before = old.catalog if old.catalog.stores else None
    by = Judge(before)
    after = by.settle(new.catalog, new.rival)
    known = {(finding.code, finding.message) for finding in old.catalog.settings.findings}
    brought = (each for each in after.settings.findings if (each.code, each.message) not in known)
    findings = [*report(brought), *by.find_silenced(after), *judge_change(old.catalog, after)]
    return Judgement(old=old, new=replace(new, catalog=after), findings=sort_findings(findings))

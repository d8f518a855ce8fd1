"""`catalog review`: what a change does, whether it may, what it makes wrong, and who should look at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assetcards.comparison.impact import find_impact
from assetcards.findings import Finding, sort_findings
from assetcards.lint.fingerprints import new_findings
from assetcards.lint.judging import Judge
from assetcards.lint.lint import condense
from assetcards.lint.upstreams import require_judged
from assetcards.model.catalog import Catalog
from assetcards.model.settings import Outcome
from assetcards.policies.policing import judge_impact, outcome_of
from assetcards.provenance.account import Diff, account_for
from assetcards.sources.ranges import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a change does; and the findings of the policies, and those of validation that were not there before."""

    diff: Diff
    findings: Sequence[Finding]

    @property
    def outcome(self) -> Outcome:
        """The outcome of the change."""
        return outcome_of(self.findings)

    @property
    def catalog(self) -> Catalog:
        """The catalog that the findings are about: the old one if the change removes it."""
        new = self.diff.new.catalog
        return new if new.stores else self.diff.old.catalog


def review(old: Side, new: Side) -> Review:
    """Judge a change by the settings before it, and account for it. Raises what `account_for` raises, and
    UpstreamError when a card cannot be judged without an upstream that cannot be read.
    """
    before = old.catalog if old.catalog.stores else None
    judge = Judge(before)
    after = judge.settle(new.catalog, new.rival)
    impact = find_impact(old.catalog, after)
    brought = _brought(judge, after) if after.stores else []
    objections = _not_repeated(judge_impact(old.catalog, impact), brought)
    diff = account_for(old, replace(new, catalog=after), impact)
    return Review(diff=diff, findings=sort_findings([*brought, *objections]))


def _brought(judge: Judge, after: Catalog) -> list[Finding]:
    """The findings of validation that a change brings."""
    found = judge.lint(after)
    require_judged(after, found)
    return condense(after, new_findings(judge.before, judge.reported, after, found))


def _not_repeated(objections: Iterable[Finding], brought: Sequence[Finding]) -> Iterator[Finding]:
    """The objections without those that say again what validation has found on that line, such as a broken card."""
    for objection in objections:
        same_line = (each for each in brought if (each.path, each.line) == (objection.path, objection.line))
        if not any(objection.message.endswith(each.message) for each in same_line):
            yield objection

"""`catalog policy`: what a change comes to, and the manual pages of the policies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assetcards.docstrings import docstring_of
from assetcards.escaping import safe
from assetcards.findings import Finding, sort_findings
from assetcards.lint.judging import Judge
from assetcards.lint.lint import tell
from assetcards.model.settings import Outcome
from assetcards.policies.policing import judge_change, outcome_of
from assetcards.policies.registry import POLICY_MODULES
from assetcards.rendering.counts import render_count
from assetcards.rendering.display import NO_PREFIXES, Prefixes, Style, no_style
from assetcards.rendering.findings import describe_finding, render_finding, summarize
from assetcards.rendering.wording import describe_side, tell_side
from assetcards.sources.ranges import Side

_ROLES = {Outcome.FAIL: "error", Outcome.NEEDS_REVIEW: "warning", Outcome.PASS: "name"}


def judge_sides(old: Side, new: Side) -> tuple[Side, list[Finding]]:
    """The new side under the settings that judge it, and what is found in the change, sorted.

    Beside what the policies find it is what the change silences, and what it does to the settings.
    """
    before = old.catalog if old.catalog.stores else None
    judge = Judge(before)
    after = judge.settle(new.catalog, new.rival)
    known = {(finding.code, finding.message) for finding in old.catalog.settings.findings}
    brought = (each for each in after.settings.findings if (each.code, each.message) not in known)
    findings = [*tell(brought), *judge.find_silenced(after), *judge_change(old.catalog, after)]
    return replace(new, catalog=after), sort_findings(findings)


def describe_verdict(findings: Sequence[Finding], old: Side, new: Side) -> dict[str, object]:
    """What a change comes to as a document for programs; paths are relative to the root of the catalog."""
    return {
        "revisions": {"old": describe_side(old), "new": describe_side(new)},
        "outcome": str(outcome_of(findings)),
        "findings": [describe_finding(finding) for finding in findings],
        "summary": summarize(findings),
    }


def render_verdict(
    findings: Sequence[Finding], old: Side, new: Side, style: Style = no_style, *, prefixes: Prefixes = NO_PREFIXES
) -> str:
    """A line for each finding, and one that says what the change comes to. `prefixes` lead to the files."""
    outcome = outcome_of(findings)
    counts = [(summarize(findings)[f"{noun}s"], noun) for noun in ("error", "warning")]
    counted = ", ".join(render_count(count, noun) for count, noun in counts if count)
    verdict = f"{style(outcome, _ROLES[outcome])}{f' ({counted})' if counted else ''}"
    lines = [render_finding(finding, style, prefixes=prefixes) for finding in findings]
    return "\n".join([*lines, f"{verdict} from {tell_side(old, safe)} to {tell_side(new, safe)}"]) + "\n"


def maybe_explain_policy(code: str) -> str | None:
    """The manual page of a policy, and how its outcome is chosen; None when there is none of that code."""
    module = POLICY_MODULES.get(code.upper())
    if module is None:
        return None
    choices = ", ".join(f'"{outcome}"' for outcome in Outcome)
    page = docstring_of(module)
    chosen = f"What it comes to is `policy.{module.POLICY.key}` in catalog.toml: {choices}."
    return f"{module.POLICY.code} (change policy)\n\n{page}\n\n{chosen}\n"

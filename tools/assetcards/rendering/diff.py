"""What a change does to resolved cards, for people, for pull requests and for programs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from assetcards.commands.diff import Diff
from assetcards.comparison.grouping import Affected, group_changes, group_failures
from assetcards.comparison.impact import CardChange, Failure, Impact
from assetcards.escaping import safe
from assetcards.names import Asked
from assetcards.rendering.columns import render_columns
from assetcards.rendering.diff_page import render_page
from assetcards.rendering.differences import describe_difference, render_difference
from assetcards.rendering.display import Display, Style
from assetcards.rendering.documents import describe_name
from assetcards.rendering.findings import describe_finding
from assetcards.rendering.formats import Formats, as_json
from assetcards.rendering.wording import (
    describe_side,
    render_change,
    render_failure,
    render_findings,
    render_names,
    render_side,
    render_summary,
    summarize,
)

MAX_NAMES = 20
"""How many names a line of text has before it only counts them."""


def describe(diff: Diff) -> dict[str, object]:
    """The impact as a document for programs."""
    impact = diff.impact
    return {
        "revisions": {"old": describe_side(diff.old), "new": describe_side(diff.new)},
        "added": [describe_name(asked) for asked in impact.added],
        "removed": [describe_name(asked) for asked in impact.removed],
        "renamed": [{**describe_name(each.asked), "old_name": each.old_name} for each in impact.renamed],
        "changed": [_describe_change(change) for change in impact.changed],
        "broken": [_describe_failure(failure) for failure in impact.broken],
        "fixed": [_describe_failure(failure) for failure in impact.fixed],
        "unresolved": [describe_name(failure.asked) for failure in impact.unresolved],
        "summary": summarize(impact),
    }


def _describe_change(change: CardChange) -> dict[str, object]:
    fields = {
        each.difference.field: {**describe_difference(each.difference), "cause": str(each.cause)}
        for each in change.fields
    }
    return {**describe_name(change.asked), "fields": fields}


def _describe_failure(failure: Failure) -> dict[str, object]:
    findings = [describe_finding(finding) for finding in failure.findings]
    return {**describe_name(failure.asked), "cause": str(failure.cause), "findings": findings}


def render_text(diff: Diff, display: Display) -> str:
    """The impact for people: what was compared, how much came of it, and a block for each kind of change."""
    head = [f"from {render_side(diff.old, safe)}", f"to   {render_side(diff.new, safe)}", render_summary(diff.impact)]
    blocks = [head, *filter(None, _blocks(diff.impact, display.style))]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _blocks(impact: Impact, style: Style) -> Iterator[list[str]]:
    yield _failures("broken", "error", "broke", impact.broken, impact, style)
    yield _changes(impact, style)
    yield _questions("added", impact.added, style)
    yield _questions("removed", impact.removed, style)
    yield _renamed(impact, style)
    yield _failures("fixed", "heading", "fixed", impact.fixed, impact, style)
    yield _questions("broken before and after, so not compared", (each.asked for each in impact.unresolved), style)


def _changes(impact: Impact, style: Style) -> list[str]:
    lines: list[str] = []
    for group in group_changes(impact.changed):
        lines.append(f"  {render_change(group, impact.edits, _quoted)}")
        lines += render_columns(map(render_difference, group.differences), indent="      ")
        lines += _affected(group.affected)
    return [style("changed", "heading"), *lines] if lines else []


def _affected(affected: Affected) -> Iterator[str]:
    """The names of the cards, bare and in each environment."""
    for env in ["", *affected.environments]:
        names = affected.names_in(env)
        if names:
            yield f"      {f'in {safe(env)}' if env else 'cards'}: {render_names(names, safe, MAX_NAMES)}"


def _failures(title: str, role: str, verb: str, failures: Sequence[Failure], impact: Impact, style: Style) -> list[str]:
    lines: list[str] = []
    for group in group_failures(failures):
        lines.append(f"  {render_failure(group, impact.edits, _quoted, verb)}")
        lines += [f"      {line}" for line in render_findings(group, safe)]
        lines += _affected(group.affected)
    return [style(title, role), *lines] if lines else []


def _questions(title: str, questions: Iterable[Asked], style: Style) -> list[str]:
    """A line for each name, with the environments in which it is asked for."""
    environments: defaultdict[str, list[str]] = defaultdict(list)
    for asked in questions:
        environments[asked.name].append(asked.env or "")
    rows = [(safe(name), _where(envs)) for name, envs in environments.items()]
    return [style(title, "heading"), *render_columns(rows)] if rows else []


def _where(environments: Sequence[str]) -> str:
    named = ", ".join(safe(env) for env in environments if env)
    if not named:
        return ""
    return f"also in {named}" if "" in environments else f"in {named}"


def _renamed(impact: Impact, style: Style) -> list[str]:
    pairs = dict.fromkeys((each.old_name, each.asked.name) for each in impact.renamed)
    rows = [(safe(old), f"-> {safe(new)}") for old, new in pairs]
    return [style("renamed", "heading"), *render_columns(rows)] if rows else []


def _quoted(text: str) -> str:
    return f"`{safe(text)}`"


FORMATS: Formats[Diff] = {"text": render_text, "json": as_json(describe), "markdown": render_page}

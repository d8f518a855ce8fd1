"""The words for a change of cards, the same in text and in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from assetcards.comparison.compare import Difference
from assetcards.comparison.edits import Edit
from assetcards.comparison.grouping import Affected, ChangeGroup, FailureGroup
from assetcards.comparison.impact import Impact
from assetcards.names import FullName
from assetcards.redaction import redact
from assetcards.rendering.counts import render_count
from assetcards.sources.ranges import Side
from assetcards.values import render_value

Mark: TypeAlias = Callable[[str], str]
"""Sets a name or a value off from its sentence, and makes it fit for the output."""

MAX_FIELDS = 3
"""How many fields a headline names."""

MAX_FINDINGS = 10
"""How many findings are shown of what one card broke."""

SHOWN_BEFORE = 20
"""How much of what two long values have in common is shown in front of where they part."""


def summarize(impact: Impact) -> dict[str, int]:
    """How many cards each thing happened to, in whatever environments."""
    return {
        "broken": len({each.asked.name for each in impact.broken}),
        "fixed": len({each.asked.name for each in impact.fixed}),
        "changed": len({each.asked.name for each in impact.changed}),
        "added": len({each.name for each in impact.added}),
        "removed": len({each.name for each in impact.removed}),
        "renamed": len({each.asked.name for each in impact.renamed}),
    }


def render_summary(impact: Impact) -> str:
    """`2 broken, 14 changed`, or that nothing was."""
    counts = summarize(impact)
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "no differences"


def describe_side(side: Side) -> dict[str, str | None]:
    """One side of the comparison: what kind it is, how it was named, and its commit if it is one."""
    return {"kind": side.kind, "asked": side.asked, "commit": side.commit or None}


def render_side(side: Side, mark: Mark) -> str:
    """`main = 0123...`, the checkout, or the index."""
    if side.kind != "commit":
        return f"the {side.kind}"
    return f"{mark(side.asked)} = {side.commit or 'no commit yet'}"


def render_change(group: ChangeGroup, edits: Mapping[FullName, Edit], mark: Mark) -> str:
    """`small` changed `tokenizer_family`: 14 cards, 2 environments."""
    fields = [mark(difference.field) for difference in group.differences[:MAX_FIELDS]]
    if len(group.differences) > MAX_FIELDS:
        fields.append(render_count(len(group.differences) - MAX_FIELDS, "more field"))
    named = f"{', '.join(fields[:-1])} and {fields[-1]}" if len(fields) > 1 else fields[0]
    if len(group.causes) > 1:
        return f"each by itself changed {named}: {render_extent(group.affected)}"
    return f"{render_cause(group.causes[0], edits, mark)} changed {named}: {render_extent(group.affected)}"


def render_failure(group: FailureGroup, edits: Mapping[FullName, Edit], mark: Mark, verb: str) -> str:
    """`gone` (removed) broke 3 cards, 1 environment."""
    if min(len(group.causes), len(group.affected.names)) > 1:
        return f"each by itself {verb}: {render_extent(group.affected)}"
    return f"{render_cause(group.causes[0], edits, mark)} {verb} {render_extent(group.affected)}"


def render_cause(cause: FullName, edits: Mapping[FullName, Edit], mark: Mark) -> str:
    """The card, and what happened to it when it was not just changed."""
    edit = edits.get(cause)
    return mark(str(cause)) + (f" ({edit.kind})" if edit and edit.kind != "changed" else "")


def render_extent(affected: Affected) -> str:
    """`14 cards, 2 environments`."""
    environments = len(affected.environments)
    cards = render_count(len(affected.names), "card")
    return f"{cards}, {render_count(environments, 'environment')}" if environments else cards


def render_names(names: Sequence[str], mark: Mark, limit: int) -> str:
    """The names, the last ones only counted when there are more than the limit."""
    shown = ", ".join(map(mark, names[:limit]))
    return f"{shown} and {len(names) - limit} more" if len(names) > limit else shown


def render_findings(group: FailureGroup, mark: Mark) -> Iterator[str]:
    """A line for each of the first findings, and how many more there are."""
    for finding in group.findings[:MAX_FINDINGS]:
        yield mark(f"{finding.location}: {finding.message}")
    if len(group.findings) > MAX_FINDINGS:
        yield f"and {len(group.findings) - MAX_FINDINGS} more like these"


def render_values(difference: Difference, limit: int) -> tuple[str | None, str | None]:
    """The old and the new value as text of at most about `limit` characters; None is absent.

    Long values are cut so that the first difference is seen. What looks like a secret is not shown.
    """
    old, new = (redact(render_value(value)) for value in difference.values)
    if difference.kind == "added":
        return None, cut(new, 0, limit)
    if difference.kind == "removed":
        return cut(old, 0, limit), None
    if old == new:
        return cut(old, 0, limit), "another value that is written alike"
    parting = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    start = max(0, parting - SHOWN_BEFORE) if max(len(old), len(new)) > limit else 0
    return cut(old, start, limit), cut(new, start, limit)


def cut(text: str, start: int, limit: int) -> str:
    """A part of a string, with dots where something is left out.

    >>> cut("0123456789", 2, 4), cut("0123", 0, 4)
    ('...2345...', '0123')
    """
    before, after = "..." if start else "", "..." if len(text) > start + limit else ""
    return f"{before}{text[start : start + limit]}{after}"

"""`catalog diff --format markdown`: what a bot posts on a pull request, short first, the details folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assetcards.commands.diff import Diff
from assetcards.comparison.compare import Difference
from assetcards.comparison.grouping import Affected, ChangeGroup, FailureGroup, group_changes, group_failures
from assetcards.comparison.impact import Impact
from assetcards.names import Asked
from assetcards.rendering.display import Display
from assetcards.rendering.markdown import render_markdown_code, render_markdown_row
from assetcards.rendering.wording import (
    cut,
    render_change,
    render_failure,
    render_findings,
    render_names,
    render_side,
    render_summary,
    render_values,
)

MAX_OUTLINE, MAX_DETAILS = 15_000, 40_000
"""How many characters the two parts of the page have at most: GitHub takes comments of 65,536 characters."""

MAX_LINES = 15
"""How many causes of one kind the short part names."""

MAX_NAMES = 10
MAX_NAME, MAX_VALUE = 80, 200

_TITLE = "### What changes in the catalog"


def render_page(diff: Diff, _: Display) -> str:
    """The impact as a page of Markdown of bounded length, in which nothing that cards say is markup."""
    impact = diff.impact
    head = f"From {render_side(diff.old, _code)} to {render_side(diff.new, _code)}: **{render_summary(impact)}**."
    blocks = [_TITLE, head]
    outline = _fit(_outline(impact), MAX_OUTLINE, "line")
    if outline:
        blocks.append("\n".join(f"- {line}" for line in outline))
    details = _fit(_details(impact), MAX_DETAILS, "group")
    if details:
        blocks += ["<details>\n<summary>Values and cards</summary>", *details, "</details>"]
    return "\n\n".join(blocks) + "\n"


def _outline(impact: Impact) -> Iterator[str]:
    """The lines of the short part."""
    changes = [render_change(group, impact.edits, _code) for group in group_changes(impact.changed)]
    yield from _first([f"**broken:** {line}" for line in _failures(impact, group_failures(impact.broken), "broke")])
    yield from _first(changes)
    yield from _questions("added", impact.added)
    yield from _questions("removed", impact.removed)
    pairs = dict.fromkeys((each.old_name, each.asked.name) for each in impact.renamed)
    yield from _first([f"renamed: {_code(before)} to {_code(after)}" for before, after in pairs])
    yield from _first([f"fixed: {line}" for line in _failures(impact, group_failures(impact.fixed), "fixed")])
    yield from _questions("broken before and after, so not compared", (each.asked for each in impact.unresolved))


def _first(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:MAX_LINES]
    if len(lines) > MAX_LINES:
        yield f"and {len(lines) - MAX_LINES} more like these"


def _failures(impact: Impact, groups: Iterable[FailureGroup], verb: str) -> Iterator[str]:
    for group in groups:
        yield render_failure(group, impact.edits, _code, verb)


def _questions(title: str, questions: Iterable[Asked]) -> Iterator[str]:
    names = list(dict.fromkeys(asked.name for asked in questions))
    if names:
        yield f"{title}: {render_names(names, _code, MAX_NAMES)}"


def _details(impact: Impact) -> Iterator[str]:
    """A block for each group."""
    for failure in group_failures(impact.broken):
        title = f"**{render_failure(failure, impact.edits, _code, 'broke')}**"
        findings = "\n".join(f"- {line}" for line in render_findings(failure, _code_of_value))
        yield "\n\n".join([title, findings, *_affected(failure.affected)])
    for group in group_changes(impact.changed):
        yield "\n\n".join(
            [f"**{render_change(group, impact.edits, _code)}**", _table(group), *_affected(group.affected)]
        )


def _table(group: ChangeGroup) -> str:
    return "\n".join(["| field | old | new |", "|---|---|---|", *map(_row, group.differences)])


def _row(difference: Difference) -> str:
    old, new = render_values(difference, MAX_VALUE)
    values = ("absent" if text is None else render_markdown_code(text) for text in (old, new))
    return render_markdown_row([_code(difference.field), *values])


def _affected(affected: Affected) -> Iterator[str]:
    for env in ["", *affected.environments]:
        names = affected.names_in(env)
        if names:
            yield f"{f'in {_code(env)}' if env else 'cards'}: {render_names(names, _code, MAX_NAMES)}"


def _code(text: str) -> str:
    return render_markdown_code(cut(text, 0, MAX_NAME))


def _code_of_value(text: str) -> str:
    return render_markdown_code(cut(text, 0, MAX_VALUE))


def _fit(blocks: Iterable[str], room: int, noun: str) -> list[str]:
    """As many of the blocks as there is room for, and a sentence on those left out."""
    kept: list[str] = []
    left_out = 0
    for block in blocks:
        if left_out or len(block) > room:
            left_out += 1
        else:
            kept.append(block)
            room -= len(block) + 2
    if left_out:
        what = noun if left_out == 1 else f"{noun}s"
        kept.append(f"{left_out} more {what} left out; `catalog diff --format json` has them all")
    return kept

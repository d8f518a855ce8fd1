"""`catalog diff --format markdown`: what a bot posts on a pull request, short first, the details folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assetcards.comparison.compare import Difference
from assetcards.comparison.grouping import Affected, ChangeGroup, FailureGroup, group_changes, group_failures
from assetcards.names import Asked
from assetcards.provenance.account import Diff
from assetcards.rendering.arrivals import ARRIVAL_COLUMNS, render_arrival_page, render_arrival_row
from assetcards.rendering.display import NO_PREFIXES, Display, Prefixes
from assetcards.rendering.markdown import render_markdown_code, render_markdown_message, render_markdown_row
from assetcards.rendering.naming import naming
from assetcards.rendering.opened_changes import render_opened_change, render_opened_summary, render_reasons
from assetcards.rendering.pages import Section, render_sections
from assetcards.rendering.wording import (
    MAX_FIELDS,
    NameCause,
    render_alike,
    render_change,
    render_failure,
    render_findings,
    render_names,
    render_owners,
    render_side,
    render_summary,
    render_values,
)
from assetcards.values import cut

MAX_LINES = 15
"""How many causes of one kind the short part names."""

MAX_NAMES, MAX_NAMES_IN_DETAILS = 10, 100
MAX_NAME, MAX_VALUE = 80, 200


def render_page(diff: Diff, display: Display) -> str:
    """The impact as a page of Markdown of bounded length, in which nothing that cards say is markup."""
    head = Section(rank=0, noun="line", blocks=["### What changes in the catalog", render_head(diff)], between="\n\n")
    return render_sections([head, *render_impact(diff, display)], everything="catalog diff --format json")


def render_head(diff: Diff) -> str:
    """What is compared, and how much came of it."""
    old, new = (render_side(side, code) for side in (diff.old, diff.new))
    return f"From {old} to {new}: **{render_opened_summary(render_summary(diff.impact), diff.opened)}**."


def render_impact(diff: Diff, display: Display) -> list[Section]:
    """The sections about what a change does: those that matter most have rank 2, the last ones 7."""
    name = naming(diff, display.from_top, code, code)
    prefixes = display.from_top(diff.new.catalog) if diff.new.catalog.stores else NO_PREFIXES
    owners = render_owners(diff.owners, code, MAX_NAMES)
    added = diff.added
    rows = [render_arrival_row(card, prefixes.catalog) for card in added]
    return [
        Section(rank=2, noun="line", blocks=[f"Owners of what it reaches: {owners}."] if owners else []),
        Section(rank=3, noun="line", blocks=(f"- {line}" for line in _outline(diff, name, prefixes))),
        Section(rank=4, noun="new card", blocks=rows[:MAX_LINES], above=ARRIVAL_COLUMNS),
        Section(
            rank=6,
            noun="new card",
            blocks=rows[MAX_LINES:],
            above=f"<details>\n<summary>{len(rows) - MAX_LINES} more new cards</summary>\n\n{ARRIVAL_COLUMNS}",
            below="\n\n</details>",
        ),
        Section(
            rank=5,
            noun="value table",
            blocks=_details(diff, name, prefixes),
            above="<details>\n<summary>Values and cards</summary>\n\n",
            below="\n\n</details>",
            between="\n\n",
        ),
        Section(
            rank=7,
            noun="full listing",
            count=len(added),
            blocks=(render_arrival_page(card, prefixes.catalog) for card in added),
            above="<details>\n<summary>New cards with all values</summary>\n\n",
            below="\n\n</details>",
            between="\n\n",
        ),
    ]


def _outline(diff: Diff, name: NameCause, prefixes: Prefixes) -> Iterator[str]:
    """The lines of the short part."""
    impact = diff.impact
    changes = [_outline_change(diff, group, name) for group in group_changes(impact.changed)]
    yield from _first([_outline_broken(group, name, prefixes) for group in group_failures(impact.broken)])
    yield from _first(changes)
    yield from _first([render_opened_change(change, code) for change in diff.opened or ()])
    yield from _questions("removed", impact.removed)
    pairs = dict.fromkeys((each.old_name, each.asked.name) for each in impact.renamed)
    yield from _first([f"renamed: {code(before)} to {code(after)}" for before, after in pairs])
    yield from _first([f"fixed: {render_failure(group, name, 'fixed')}" for group in group_failures(impact.fixed)])
    yield from _questions("broken before and after, so not compared", (each.asked for each in impact.unresolved))


def _first(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:MAX_LINES]
    if len(lines) > MAX_LINES:
        yield f"and {len(lines) - MAX_LINES} more like these"


def _outline_change(diff: Diff, group: ChangeGroup, name: NameCause) -> str:
    """A line about a change, with the values of its first fields."""
    alike = render_alike(group, diff.alike, code, MAX_FIELDS)
    return "; ".join([render_change(group, name, code, _with_values), *alike])


def _with_values(difference: Difference) -> str:
    """`license` from `MIT` to `BSD`; without what is not there."""
    values = zip(("from", "to"), render_values(difference, MAX_NAME), strict=True)
    shown = (f"{word} {render_markdown_code(text)}" for word, text in values if text is not None)
    return " ".join([code(difference.field), *shown])


def _outline_broken(group: FailureGroup, name: NameCause, prefixes: Prefixes) -> str:
    """A line about what broke, with the first of its findings."""
    first = next(render_findings(group, prefixes, render_markdown_message))
    return f"**broken:** {render_failure(group, name, 'broke')}; {first}"


def _questions(title: str, questions: Iterable[Asked]) -> Iterator[str]:
    names = list(dict.fromkeys(asked.name for asked in questions))
    if names:
        yield f"{title}: {render_names(names, code, MAX_NAMES)}"


def _details(diff: Diff, name: NameCause, prefixes: Prefixes) -> Iterator[str]:
    """A block for each group."""
    for failure in group_failures(diff.impact.broken):
        title = f"**{render_failure(failure, name, 'broke')}**"
        findings = "\n".join(f"- {line}" for line in render_findings(failure, prefixes, _code_of_value))
        yield "\n\n".join([title, findings, *_affected(failure.affected)])
    for group in group_changes(diff.impact.changed):
        alike = render_alike(group, diff.alike, code, MAX_NAMES_IN_DETAILS)
        title = f"**{render_change(group, name, code)}**"
        yield "\n\n".join([title, _table(group.differences), *_affected(group.affected), *alike])
    for change in diff.opened or ():
        title = f"**{render_opened_change(change, code)}**"
        reasons = "\n".join(f"- {line}" for line in render_reasons(change, prefixes, _code_of_value))
        table = _table(change.differences) if change.differences else reasons
        yield "\n\n".join([title, table, *_affected(change.affected)])


def _table(differences: Sequence[Difference]) -> str:
    return "\n".join(["| field | old | new |", "|---|---|---|", *map(_row, differences)])


def _row(difference: Difference) -> str:
    old, new = render_values(difference, MAX_VALUE)
    values = ("absent" if text is None else render_markdown_code(text) for text in (old, new))
    return render_markdown_row([code(difference.field), *values])


def _affected(affected: Affected) -> Iterator[str]:
    for env in ["", *affected.environments]:
        names = affected.names_in(env)
        if names:
            yield f"{f'in {code(env)}' if env else 'cards'}: {render_names(names, code, MAX_NAMES_IN_DETAILS)}"


def code(text: str) -> str:
    """A name as code, cut if it is long."""
    return render_markdown_code(cut(text, 0, MAX_NAME))


def _code_of_value(text: str) -> str:
    return render_markdown_code(cut(text, 0, MAX_VALUE))

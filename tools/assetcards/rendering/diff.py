"""What a change does to resolved cards, for people, for pull requests and for programs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assetcards.comparison.grouping import Affected, group_changes, group_failures
from assetcards.comparison.impact import MAX_DIFFERING_BYTES, CardChange, Failure, Impact
from assetcards.escaping import safe
from assetcards.model.resolved import ResolvedCard
from assetcards.model.work import Work
from assetcards.names import Asked, FullName
from assetcards.provenance.account import Diff
from assetcards.provenance.writer import Writer
from assetcards.rendering.agent import as_agent
from assetcards.rendering.columns import render_columns
from assetcards.rendering.commits import describe_writer
from assetcards.rendering.diff_agent import agent_lines
from assetcards.rendering.differences import describe_difference, render_difference
from assetcards.rendering.display import NO_PREFIXES, Display, Prefixes, Style
from assetcards.rendering.documents import describe_name
from assetcards.rendering.findings import describe_finding
from assetcards.rendering.formats import Formats, as_json
from assetcards.rendering.naming import naming
from assetcards.rendering.opened_changes import (
    describe_opened_changes,
    render_opened_change,
    render_opened_summary,
    render_reasons,
)
from assetcards.rendering.wording import (
    NameCause,
    describe_side,
    render_alike,
    render_change,
    render_failure,
    render_findings,
    render_names,
    render_owners,
    render_side,
    render_summary,
    summarize,
)
from assetcards.sources.ranges import Side

MAX_NAMES = 20
"""How many names a line of text has before it only counts them."""


def describe(diff: Diff) -> dict[str, object]:
    """The impact as a document for programs."""
    impact = diff.impact
    written = Work(MAX_DIFFERING_BYTES, "bytes of new cards", hint="compare revisions that are closer together")
    for asked in impact.added:
        answer = impact.answers[asked][1]
        written.add(answer.size if isinstance(answer, ResolvedCard) else 0)
    return {
        "revisions": {"old": describe_side(diff.old), "new": describe_side(diff.new)},
        "added": [_describe_added(diff, asked) for asked in impact.added],
        "removed": [describe_name(asked) for asked in impact.removed],
        "renamed": [{**describe_name(each.asked), "old_name": each.old_name} for each in impact.renamed],
        "changed": [_describe_change(change, diff.alike.get(change.asked, {})) for change in impact.changed],
        "broken": [_describe_failure(failure) for failure in impact.broken],
        "fixed": [_describe_failure(failure) for failure in impact.fixed],
        "unresolved": [describe_name(failure.asked) for failure in impact.unresolved],
        "causes": {str(cause): _describe_cause(diff, cause) for cause in diff.edited},
        "owners": {owner: list(cards) for owner, cards in diff.owners.cards.items()},
        "unowned": list(diff.owners.unowned),
        "opened": None if diff.opened is None else describe_opened_changes(diff.opened),
        "summary": summarize(impact),
    }


def _describe_added(diff: Diff, asked: Asked) -> dict[str, object]:
    from assetcards.rendering.arrivals import describe_arrival  # late: most changes add no card

    card = diff.impact.answers[asked][1]
    return {**describe_name(asked), **(describe_arrival(card) if isinstance(card, ResolvedCard) else {})}


def _describe_cause(diff: Diff, cause: FullName) -> dict[str, object]:
    card, edit = diff.edited[cause], diff.impact.edits.get(cause)
    writer = diff.editors.get(cause, Writer())
    return {
        "edit": edit.kind if edit else None,
        "path": card.path,
        "line": card.line,
        **describe_writer(writer),
    }


def _describe_change(change: CardChange, alike: Mapping[str, str]) -> dict[str, object]:
    fields = {
        each.difference.field: {**describe_difference(each.difference), "cause": str(each.cause)}
        for each in change.fields
    }
    return {**describe_name(change.asked), "fields": fields, "opens_the_same": dict(alike)}


def _describe_failure(failure: Failure) -> dict[str, object]:
    findings = [describe_finding(finding) for finding in failure.findings]
    return {**describe_name(failure.asked), "cause": str(failure.cause), "findings": findings}


def render_text(diff: Diff, display: Display) -> str:
    """The impact for people: what was compared, how much came of it, and a block for each kind of change."""
    summary = render_opened_summary(render_summary(diff.impact), diff.opened)
    head = [f"from {render_side(diff.old, safe)}", f"to   {render_side(diff.new, safe)}", summary]
    blocks = [head, *render_blocks(diff, display)]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def render_blocks(diff: Diff, display: Display) -> list[list[str]]:
    """A block of lines for each kind of change, and one for the owners."""
    impact, style = diff.impact, display.style
    before, now = (_prefixes(side, display) for side in (diff.old, diff.new))
    name = naming(diff, display.from_here, _quoted, safe)
    unresolved = (each.asked for each in impact.unresolved)
    blocks = [
        _failures(style("broken", "error"), "broke", impact.broken, name, now),
        _changes(diff, name, style),
        _opened(diff, before, now, style),
        _added(diff, now.catalog, style),
        _questions("removed", impact.removed, style),
        _renamed(impact, style),
        _failures(style("fixed", "heading"), "fixed", impact.fixed, name, before),
        _questions("broken before and after, so not compared", unresolved, style),
        _owners(diff, style),
    ]
    return [block for block in blocks if block]


def _prefixes(side: Side, display: Display) -> Prefixes:
    return display.from_here(side.catalog) if side.catalog.stores else NO_PREFIXES


def _changes(diff: Diff, name: NameCause, style: Style) -> list[str]:
    lines: list[str] = []
    for group in group_changes(diff.impact.changed):
        lines.append(f"  {render_change(group, name, _quoted)}")
        lines += render_columns(map(render_difference, group.differences), indent="      ")
        lines += _affected(group.affected)
        lines += [f"      {line}" for line in render_alike(group, diff.alike, safe, MAX_NAMES)]
    return [style("changed", "heading"), *lines] if lines else []


def _opened(diff: Diff, before: Prefixes, now: Prefixes, style: Style) -> list[str]:
    lines: list[str] = []
    for change in diff.opened or ():
        lines.append(f"  {render_opened_change(change, _quoted)}")
        lines += render_columns(map(render_difference, change.differences), indent="      ")
        prefixes = before if change.kind == "accepted" else now
        lines += [f"      {line}" for line in render_reasons(change, prefixes, safe)]
        lines += _affected(change.affected)
    return [style("opened", "heading"), *lines] if lines else []


def _added(diff: Diff, prefix: str, style: Style) -> list[str]:
    """A line for each new card, below those of the first ones what they resolve to."""
    if not diff.impact.added:
        return []
    from assetcards.rendering.arrivals import render_arrival  # late: most changes add no card

    rows = _questions("added", diff.impact.added, style)
    cards = {card.name: card for card in diff.added[:MAX_NAMES]}
    lines = rows[:1]
    for name, row in zip(dict.fromkeys(asked.name for asked in diff.impact.added), rows[1:], strict=True):
        lines.append(row)
        if name in cards:
            lines += render_arrival(cards[name], prefix)
    return lines


def _owners(diff: Diff, style: Style) -> list[str]:
    owners = render_owners(diff.owners, safe, MAX_NAMES)
    return [f"{style('owners of what it reaches', 'heading')}: {owners}"] if owners else []


def _affected(affected: Affected) -> Iterator[str]:
    """The names of the cards, bare and in each environment."""
    for env in ["", *affected.environments]:
        names = affected.names_in(env)
        if names:
            yield f"      {f'in {safe(env)}' if env else 'cards'}: {render_names(names, safe, MAX_NAMES)}"


def _failures(title: str, verb: str, failures: Sequence[Failure], name: NameCause, prefixes: Prefixes) -> list[str]:
    lines: list[str] = []
    for group in group_failures(failures):
        lines.append(f"  {render_failure(group, name, verb)}")
        lines += [f"      {line}" for line in render_findings(group, prefixes, safe)]
        lines += _affected(group.affected)
    return [title, *lines] if lines else []


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


def _render_page(diff: Diff, display: Display) -> str:
    from assetcards.rendering.diff_page import render_page  # late: few ask for a page

    return render_page(diff, display)


FORMATS: Formats[Diff] = {
    "text": render_text,
    "json": as_json(describe),
    "markdown": _render_page,
    "agent": as_agent(agent_lines),
}

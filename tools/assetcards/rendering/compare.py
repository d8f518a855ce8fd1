"""Cards side by side, for people, for pages and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assetcards.commands.compare import Compared
from assetcards.comparison.compare import ContentLeaf, values_of
from assetcards.escaping import safe
from assetcards.model.resolved import ResolvedCard
from assetcards.nodes import Value
from assetcards.rendering import agent
from assetcards.rendering.columns import render_columns
from assetcards.rendering.counts import render_count
from assetcards.rendering.display import Display
from assetcards.rendering.documents import describe_revision
from assetcards.rendering.formats import Formats, as_json
from assetcards.rendering.markdown import render_markdown_code, render_markdown_row
from assetcards.rendering.table import NARROWEST, Column, cut_name, cut_sentence, render_table, wrap
from assetcards.rendering.wording import render_leaves
from assetcards.values import cut

INDENT = "  "

DOTS = 6
"""How many characters show that a value goes on in front and behind."""

MAX_VALUE, MAX_PAGE = 200, 60_000
"""How long a value, and all rows together, may be in Markdown: GitHub takes comments of 65,536 characters."""


def describe(compared: Compared) -> dict[str, object]:
    """The cards as a document for programs, of a version of its own: until 2, a document was of two cards."""
    return {
        "schema_version": 3,
        "revision": describe_revision(compared.revision),
        "cards": [_describe_card(*pair) for pair in zip(compared.queries, compared.cards, strict=True)],
        "fields": {field: _describe_leaves(leaves) for field, leaves in compared.differing.items()},
        "common": {field: leaf.value for field, leaf in compared.common.items()},
    }


def _describe_card(query: str, card: ResolvedCard) -> dict[str, object]:
    return {"query": query, "name": card.name, "env": card.env, "chain": card.chain, "kinds": card.kinds}


def _describe_leaves(leaves: Sequence[ContentLeaf | None]) -> dict[str, object]:
    """The value of each card, and which cards have one: null is also a value."""
    return {"in": [at for at, leaf in enumerate(leaves) if leaf is not None], "values": values_of(leaves)}


def render_text(compared: Compared, display: Display) -> str:
    """The differing values in a column for each card, and the names of what all have in common.

    On a terminal, the columns are as wide as it; elsewhere nothing is cut.
    """
    width = display.width()
    lines = _render_columns(compared, display, width) if compared.differing else [f"{INDENT}{_all_the_same(compared)}"]
    if compared.common:
        title = f"the same in {_all(compared)}:"
        first, *others = wrap([title, *", ".join(map(safe, compared.common)).split(" ")], width, INDENT)
        lines += ["", first.replace(title, display.style(title, "heading"), 1), *others]
    return "".join(f"{line}\n" for line in lines)


def _render_columns(compared: Compared, display: Display, width: int | None) -> list[str]:
    titles = ["", *map(safe, compared.queries)]
    if width is None:
        lines = render_columns([titles, *_rows(compared, None)], INDENT)
        return [display.style(lines[0], "name"), *lines[1:]]
    limit = max(NARROWEST, width // len(titles) - DOTS)
    columns = [Column(cut_name(title, limit + DOTS), cut_sentence if title else cut_name) for title in titles]
    rows = list(_rows(compared, limit))
    table = render_table(columns, rows, width=width - len(INDENT))
    left_out = wrap(["no room for:", *", ".join(table.left_out).split(" ")], width, INDENT) if table.left_out else []
    first, *others = [INDENT + line for line in table.lines]
    return [display.style(first, "name"), *others, *(display.style(line, "dim") for line in left_out)]


def _rows(compared: Compared, limit: int | None) -> Iterator[list[str]]:
    if any(len(card.chain) > 1 for card in compared.cards):
        chains = [" < ".join(card.chain) for card in compared.cards]
        yield ["chain", *(safe(chain if limit is None else cut(chain, 0, limit)) for chain in chains)]
    for field, leaves in compared.differing.items():
        yield [safe(field), *("-" if cell is None else safe(cell) for cell in render_leaves(leaves, limit))]


def _all_the_same(compared: Compared) -> str:
    *others, last = map(safe, compared.queries)
    return f"{', '.join(others)} and {last} resolve to the same values"


def _all(compared: Compared) -> str:
    return "both" if len(compared.queries) == 2 else "all"


def render_markdown(compared: Compared, _: Display) -> str:
    """The differing values as a table of Markdown of bounded length, and how much the cards have in common."""
    titles = [render_markdown_code(cut(title, 0, MAX_VALUE)) for title in compared.queries]
    rows = [render_markdown_row(["field", *titles]), "|---" * (len(titles) + 1) + "|"]
    room = MAX_PAGE
    for number, (field, leaves) in enumerate(compared.differing.items()):
        cells = [field, *render_leaves(leaves, MAX_VALUE)]
        row = render_markdown_row("absent" if cell is None else render_markdown_code(cell) for cell in cells)
        room -= len(row) + 1
        if room < 0:
            rows += ["", f"{len(compared.differing) - number} more left out"]
            break
        rows.append(row)
    if not compared.differing:
        rows = [f"{', '.join(titles[:-1])} and {titles[-1]} resolve to the same values."]
    return "\n".join([*rows, "", f"{render_count(len(compared.common), 'value')} the same in {_all(compared)}."]) + "\n"


def agent_lines(compared: Compared) -> Iterator[str]:
    """A line for each value that differs, and then for each that all have; where a card has none, the cell is empty."""
    yield agent.row(["field", *compared.queries])
    same = {field: [leaf] * len(compared.cards) for field, leaf in compared.common.items()}
    for field, leaves in {**compared.differing, **same}.items():
        yield agent.row([field, *map(_agent_cell, leaves, values_of(leaves))])


def _agent_cell(leaf: ContentLeaf | None, value: Value) -> str:
    return "" if leaf is None else agent.said(value)


def next_command(compared: Compared) -> str:
    """What to ask next: the first of the cards as a whole."""
    return agent.command("show", compared.queries[0])


FORMATS: Formats[Compared] = {
    "text": render_text,
    "json": as_json(describe),
    "markdown": render_markdown,
    "agent": agent.as_agent(agent_lines),
}

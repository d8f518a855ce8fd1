"""Two or more cards side by side, for people, for pages and for programs."""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.commands.compare import Pair, Several
from assetcards.comparison.compare import Difference
from assetcards.escaping import safe
from assetcards.model.resolved import ResolvedCard
from assetcards.redaction import redact
from assetcards.rendering.columns import render_columns
from assetcards.rendering.counts import render_count
from assetcards.rendering.display import Display
from assetcards.rendering.documents import describe_revision
from assetcards.rendering.formats import Formats, as_json
from assetcards.rendering.markdown import render_markdown_code, render_markdown_row
from assetcards.rendering.wording import render_values
from assetcards.values import cut, render_value

MAX_CELL = 40
"""How much of a value is shown in a column of text; the JSON document has all of it."""

MAX_VALUE, MAX_PAGE = 200, 60_000
"""How long a value, and all rows together, may be in Markdown: GitHub takes comments of 65,536 characters."""


def describe(pair: Pair) -> dict[str, object]:
    """The two cards as a document for programs."""
    left, right = map(_describe_card, pair.queries, pair.cards)
    return {
        "revision": describe_revision(pair.revision),
        "left": left,
        "right": right,
        "fields": {difference.field: _describe_difference(difference) for difference in pair.differences},
        "common": {field: leaf.value for field, leaf in pair.common.items()},
    }


def _describe_card(query: str, card: ResolvedCard) -> dict[str, object]:
    return {"query": query, "name": card.name, "env": card.env, "chain": card.chain, "kinds": card.kinds}


def _describe_difference(difference: Difference) -> dict[str, object]:
    """Both values, and which side has one: null is also a value."""
    left, right = difference.values
    sides = {"added": ["right"], "removed": ["left"], "changed": ["left", "right"]}
    return {"in": sides[difference.kind], "left": left, "right": right}


def render_text(pair: Pair, display: Display) -> str:
    """The differing values in two columns, and the names of what both have in common."""
    if pair.differences:
        lines = render_columns([("", *map(safe, pair.queries)), *_rows(pair)])
        lines[0] = display.style(lines[0], "name")
    else:
        lines = [f"  {' and '.join(map(safe, pair.queries))} resolve to the same values"]
    if pair.common:
        lines += ["", f"  {display.style('the same in both:', 'heading')} {', '.join(map(safe, pair.common))}"]
    return "\n".join(lines) + "\n"


def _rows(pair: Pair) -> Iterator[tuple[str, str, str]]:
    if any(len(card.chain) > 1 for card in pair.cards):
        left, right = (safe(cut(" < ".join(card.chain), 0, MAX_CELL)) for card in pair.cards)
        yield "chain", left, right
    for difference in pair.differences:
        left, right = ("-" if value is None else safe(value) for value in render_values(difference, MAX_CELL))
        yield safe(difference.field), left, right


def render_markdown(pair: Pair, _: Display) -> str:
    """The differing values as a table of Markdown of bounded length, and how much both have in common."""
    titles = [render_markdown_code(cut(title, 0, MAX_VALUE)) for title in pair.queries]
    rows = [render_markdown_row(["field", *titles]), "|---|---|---|"]
    room = MAX_PAGE
    for number, difference in enumerate(pair.differences):
        cells = [difference.field, *render_values(difference, MAX_VALUE)]
        row = render_markdown_row("absent" if cell is None else render_markdown_code(cell) for cell in cells)
        room -= len(row) + 1
        if room < 0:
            rows += ["", f"{len(pair.differences) - number} more left out"]
            break
        rows.append(row)
    if not pair.differences:
        rows = [f"{' and '.join(titles)} resolve to the same values."]
    return "\n".join([*rows, "", f"{render_count(len(pair.common), 'value')} the same in both."]) + "\n"


def describe_several(several: Several) -> dict[str, object]:
    """More than two cards as a document for programs; a card that has no such value is not in the mapping."""
    return {
        "revision": describe_revision(several.revision),
        "cards": [_describe_card(query, card) for query, card in zip(several.queries, several.cards, strict=True)],
        "fields": {field: _values_of(several, field) for field in several.differing},
        "common": {field: leaf.value for field, leaf in several.common.items()},
    }


def _values_of(several: Several, field: str) -> dict[str, object]:
    pairs = zip(several.queries, several.contents, strict=True)
    return {query: content[field].value for query, content in pairs if field in content}


def _rows_of(several: Several, limit: int) -> Iterator[tuple[str, list[str | None]]]:
    for field in several.differing:
        leaves = (content.get(field) for content in several.contents)
        yield field, [None if leaf is None else cut(redact(render_value(leaf.value)), 0, limit) for leaf in leaves]


def render_several(several: Several, display: Display) -> str:
    """The differing values in a column for each card, and the names of what all have in common."""
    rows = [(safe(field), *(safe(cell or "-") for cell in cells)) for field, cells in _rows_of(several, MAX_CELL)]
    lines = render_columns([("", *map(safe, several.queries)), *rows])
    lines[0] = display.style(lines[0], "name")
    if several.common:
        lines += ["", f"  {display.style('the same in all:', 'heading')} {', '.join(map(safe, several.common))}"]
    return "\n".join(lines) + "\n"


def render_several_markdown(several: Several, _: Display) -> str:
    """The same as a table of Markdown."""
    lines = [render_markdown_row(["field", *map(render_markdown_code, several.queries)])]
    lines.append("|---" * (len(several.queries) + 1) + "|")
    for field, cells in _rows_of(several, MAX_VALUE):
        shown = ["absent" if cell is None else render_markdown_code(cell) for cell in cells]
        lines.append(render_markdown_row([render_markdown_code(field), *shown]))
    return "\n".join([*lines, "", f"{render_count(len(several.common), 'value')} the same in all."]) + "\n"


SEVERAL_FORMATS: Formats[Several] = {
    "text": render_several,
    "json": as_json(describe_several),
    "markdown": render_several_markdown,
}

FORMATS: Formats[Pair] = {"text": render_text, "json": as_json(describe), "markdown": render_markdown}

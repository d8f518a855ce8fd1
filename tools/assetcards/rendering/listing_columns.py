"""Listed cards in columns: on a terminal, in a page, and as CSV or TSV for programs."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO

from assetcards.commands.listing import ListedCard, Listing, column_of
from assetcards.escaping import safe
from assetcards.model.attributes import attribute_name
from assetcards.nodes import Value
from assetcards.rendering import agent
from assetcards.rendering.display import Display
from assetcards.rendering.markdown import render_markdown_code, render_markdown_row, render_markdown_text
from assetcards.rendering.table import NARROWEST, Column, cut_name, cut_sentence, render_table, wrap
from assetcards.values import render_raw

DEFAULT = ("name", "status", "kinds", "family", "architecture", "environments", "license", "description")
"""The columns where none are named: those of them in which a card has something."""

_NARROWEST = {"name": 20, "license": 16, "description": 24}
"""Columns that are of no use when they are as narrow as others may become."""


def value_in(listing: Listing, listed: ListedCard, column: str) -> Value:
    """What a card has in a column; None for nothing."""
    if attribute_name(column) == "name":
        return str(listed.card.full_name)
    return column_of(listed, listing.environments, column)


def columns_of(listing: Listing) -> Sequence[str]:
    """The columns that were asked for, or the default ones."""
    if listing.shape.columns or not listing.cards:
        return listing.shape.columns or DEFAULT
    return [column for column in DEFAULT if any(value_in(listing, listed, column) for listed in listing.cards)]


def rows_of(listing: Listing) -> Iterator[ListedCard]:
    """The cards that have a row: an override is in that of its card, unless there is a column `env`."""
    names = {listed.card.name for listed in listing.cards if not listed.card.env}
    each_env = "env" in map(attribute_name, listing.shape.columns)
    return (listed for listed in listing.cards if each_env or not listed.card.env or listed.card.name not in names)


def _cells(listing: Listing, columns: Iterable[str]) -> Iterator[list[str]]:
    columns = tuple(columns)
    for listed in rows_of(listing):
        yield [_cell(value_in(listing, listed, column)) for column in columns]


def _cell(value: Value) -> str:
    """A value on one line for people: a string as it is, and a list of values as these, between commas."""
    if value is None:
        return ""
    if isinstance(value, list) and value and not any(isinstance(each, list | dict) for each in value):
        return ", ".join(map(_cell, value))
    if isinstance(value, list) and not value:
        return ""
    return safe(render_raw(value))


def render_listing_table(listing: Listing, display: Display) -> str:
    """A row for each card, as wide as the terminal; where there is none, as wide as it has to be."""
    names, style, width = columns_of(listing), display.style, display.width()
    columns = [_column(name) for name in names]
    rows = list(_cells(listing, names))
    if not rows:
        return "  no card\n"
    roles = {names.index(name): role for name, role in (("name", "name"), ("status", "warning")) if name in names}

    def style_row(number: int, cells: Sequence[str]) -> Iterable[str]:
        return [style(cell, roles.get(at, "") if number else "heading") for at, cell in enumerate(cells)]

    table = render_table(columns, rows, width=width, style_row=style_row)
    left_out = wrap(["no room for:", *", ".join(table.left_out).split(" ")], width, "") if table.left_out else []
    return "".join(f"{line}\n" for line in [*table.lines, *(style(line, "dim") for line in left_out)])


def _column(name: str) -> Column:
    return Column(safe(name), cut_name if name == "name" else cut_sentence, _NARROWEST.get(name, NARROWEST))


def csv_lines(listing: Listing, _: Display) -> Iterator[str]:
    """The columns as CSV, a line for each card, with lists that cards write as JSON."""
    for row in _rows_for_programs(listing, columns_of(listing)):
        line = StringIO()
        csv.writer(line, lineterminator="\n").writerow(row)
        yield line.getvalue()


def tsv_lines(listing: Listing, _: Display) -> Iterator[str]:
    """The columns separated by tabs, of which none is in a cell."""
    return ("\t".join(row) + "\n" for row in _rows_for_programs(listing, columns_of(listing)))


def agent_lines(listing: Listing) -> Iterator[str]:
    """The columns for programs that read text; those that were asked for, or always the default ones."""
    return map("\t".join, _rows_for_programs(listing, listing.shape.columns or DEFAULT))


def _rows_for_programs(listing: Listing, columns: Sequence[str]) -> Iterator[list[str]]:
    """The titles, and a row for each card; lists that cards write are JSON, so that items are kept apart."""
    yield list(map(safe, columns))
    for listed in rows_of(listing):
        yield [agent.cell_of(column, value_in(listing, listed, column)) for column in columns]


def next_command(listing: Listing) -> str:
    """What to ask next: for the first card, or with other words."""
    first = next(rows_of(listing), None)
    return agent.command("show", str(first.card.full_name)) if first else agent.command("list", "--limit", "20")


def render_columns_page(listing: Listing) -> str:
    """The columns that were asked for as a table of Markdown."""
    columns = columns_of(listing)
    lines = [render_markdown_row(map(render_markdown_text, columns)), "|" + "---|" * len(columns)]
    for row in _cells(listing, columns):
        cells = zip(columns, row, strict=True)
        lines.append(render_markdown_row(_markdown_cell(column, cell) for column, cell in cells))
    return "".join(f"{line}\n" for line in lines)


def _markdown_cell(column: str, cell: str) -> str:
    return render_markdown_code(cell) if column == "name" else render_markdown_text(cell)


def describe_columns(listing: Listing, listed: ListedCard) -> Mapping[str, object]:
    """The values of the columns that were asked for, for a document; nothing where none were."""
    columns = listing.shape.columns
    return {"values": {column: value_in(listing, listed, column) for column in columns}} if columns else {}

"""Rows of text in columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assetcards.rendering.table import width_of

WIDEST_CELL = 48
"""A longer cell does not widen its column: one long value must not push away what is beside the short ones."""


def render_columns(rows: Iterable[Sequence[str]], indent: str = "  ") -> list[str]:
    """Rows of text in columns, two spaces apart; the last column, and a cell beyond `WIDEST_CELL`, may be longer."""
    rows = [list(row) for row in rows]
    columns = max(map(len, rows), default=0)
    widths = [_width(row[i] for row in rows if i < len(row) - 1) for i in range(columns)]
    lines = []
    for row in rows:
        cells = [cell + " " * (width - width_of(cell)) for cell, width in zip(row[:-1], widths, strict=False)]
        lines.append((indent + "  ".join([*cells, row[-1]])).rstrip())
    return lines


def _width(cells: Iterable[str]) -> int:
    return max((width for width in map(width_of, cells) if width <= WIDEST_CELL), default=0)

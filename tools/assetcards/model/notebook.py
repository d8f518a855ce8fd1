"""Tables as a notebook shows them: HTML in which what cards say is never markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from assetcards.escaping import safe
from assetcards.nodes import Value
from assetcards.values import render_raw

LONGEST = 300
"""How many characters of a value are shown."""


def render_html(titles: Sequence[str], rows: Iterable[Sequence[Value]], note: str = "") -> str:
    """A table with a line of titles, and a note below it.

    >>> render_html(["name"], [["<b>"], [["a", 1]]])
    '<table><tr><th>name</th></tr><tr><td>&lt;b&gt;</td></tr><tr><td>a, 1</td></tr></table>'
    """
    lines = [_row("th", titles), *(_row("td", map(_cell, row)) for row in rows)]
    below = f"<p>{_text(note)}</p>" if note else ""
    return f"<table>{''.join(lines)}</table>{below}"


def _row(tag: str, cells: Iterable[str]) -> str:
    return "<tr>" + "".join(f"<{tag}>{_text(cell)}</{tag}>" for cell in cells) + "</tr>"


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(map(_cell, value))
    text = render_raw(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def _text(text: str) -> str:
    return escape(safe(text))

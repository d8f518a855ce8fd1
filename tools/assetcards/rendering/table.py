"""A table for a terminal of some width, where cells are cut, or for a file, where nothing is."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

GAP = "  "
DOTS = "…"
NARROWEST = 8
"""No column is made narrower than this; what has no room then is left out, the last columns first."""

_ZERO_WIDTH = ("Mn", "Me", "Cf")


class Column(NamedTuple):
    """A column: its title, how it is cut, and how narrow it may become."""

    title: str
    cut: Callable[[str, int], str]
    narrowest: int = NARROWEST


class Table(NamedTuple):
    """The lines of a table, the first with the titles, and the titles of columns for which there was no room."""

    lines: Sequence[str]
    left_out: Sequence[str]


def width_of(text: str) -> int:
    """How many columns of a terminal a string takes: wide characters two, marks on others none.

    >>> width_of("tiny"), width_of("小さい"), width_of("Cafe\\u0301"), width_of("🦙")
    (4, 6, 4, 2)
    """
    if text.isascii():
        return len(text)
    return sum(map(_width_of_one, text))


def _width_of_one(character: str) -> int:
    if unicodedata.category(character) in _ZERO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut_sentence(text: str, width: int) -> str:
    """The beginning of a string that fits, with dots for the rest; between words where there are some.

    >>> cut_sentence("A small model.", 10), cut_sentence("Speech-to-text", 10), cut_sentence("short", 10)
    ('A small…', 'Speech-to…', 'short')
    """
    if width_of(text) <= width:
        return text
    start = _start(text, width - 1)
    words = start.rstrip() if text[len(start)].isspace() else start.rpartition(" ")[0].rstrip()
    return (words or start) + DOTS


def cut_name(text: str, width: int) -> str:
    """A name that fits, with dots in its middle: names that are alike differ at their ends.

    >>> cut_name("encoder_of_speech_eng", 12), cut_name("tiny", 12)
    ('encode…h_eng', 'tiny')
    """
    if width_of(text) <= width:
        return text
    start = _start(text, width - width // 2)
    end = _start(text[::-1], width - 1 - width_of(start))[::-1]
    return f"{start}{DOTS}{end}"


def _start(text: str, width: int) -> str:
    used = 0
    for at, character in enumerate(text):
        used += _width_of_one(character)
        if used > width:
            return text[:at]
    return text


def wrap(words: Iterable[str], width: int | None, indent: str) -> list[str]:
    """Words in lines that fit, each after the indent; a word that is longer has a line alone.

    >>> wrap(["the same:", "base,", "license,", "owners"], 20, "  ")
    ['  the same: base,', '  license, owners']
    """
    lines: list[str] = []
    room = 0
    for word in words:
        room -= 1 + width_of(word)
        if lines and (width is None or room >= 0):
            lines[-1] += f" {word}"
        else:
            lines.append(indent + word)
            room = (width or 0) - width_of(lines[-1])
    return lines


def render_table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    width: int | None,
    style_row: Callable[[int, Sequence[str]], Iterable[str]] = lambda _, cells: cells,
) -> Table:
    """The rows in columns. Without a width nothing is cut; with one, columns that have no room are left out.

    `style_row` gets the number of a row, 0 for the titles, and its cells as wide as they are shown.
    """
    needed = [max(map(width_of, [column.title, *cells])) for column, *cells in zip(columns, *rows, strict=True)]
    widths = needed if width is None else fit(needed, [column.narrowest for column in columns], width)
    shown = columns[: len(widths)]
    is_number = [rows != [] and all(row[at].isdigit() or not row[at] for row in rows) for at in range(len(shown))]
    lines = []
    for number, row in enumerate([[column.title for column in shown], *rows]):
        cut = [column.cut(cell, most) for column, cell, most in zip(shown, row, widths, strict=False)]
        cells = [_padded(cell, most, right) for cell, most, right in zip(cut, widths, is_number, strict=True)]
        while len(cells) > 1 and not cells[-1].strip(" "):
            cells.pop()
        cells[-1] = cells[-1].rstrip(" ")
        lines.append(GAP.join(style_row(number, cells)))
    return Table(lines, [column.title for column in columns[len(widths) :]])


def _padded(cell: str, width: int, to_the_right: bool) -> str:
    space = " " * (width - width_of(cell))
    return space + cell if to_the_right else cell + space


def fit(needed: Sequence[int], narrowest: Sequence[int], width: int) -> list[int]:
    """How wide each column is when all together are at most so wide: the widest ones give first.

    >>> fit([10, 60, 20], [8, 24, 8], 80), fit([10, 60, 20], [8, 24, 8], 40), fit([60], [8], 40)
    ([10, 46, 20], [10, 28], [40])
    """
    count = len(needed)
    while count > 1 and sum(map(min, needed[:count], narrowest)) + len(GAP) * (count - 1) > width:
        count -= 1
    widths = list(needed[:count])
    room = width - len(GAP) * (count - 1)
    while sum(widths) > room:
        spare = [have - min(need, least) for have, need, least in zip(widths, needed, narrowest, strict=False)]
        at = max(range(count), key=lambda each: (spare[each] > 0, widths[each]))
        if spare[at] <= 0:
            widths[0] = max(1, room - sum(widths[1:]))
            break
        widths[at] -= 1
    return widths

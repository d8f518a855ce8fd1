"""The format for programs that read text, such as agents: lines of whole values, bounded, with the next command.

Values are separated by tabs below a line of titles, or are behind their key; lists and mappings are JSON. Nothing in a
value begins a line or a cell, and nothing is cut: what has no room is left out line by line, and the last line counts
it.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Sequence

from assetcards.escaping import safe
from assetcards.model.attributes import COMPUTED, LISTED, attribute_name
from assetcards.nodes import Value
from assetcards.rendering.formats import Answer, Render
from assetcards.values import render_raw

MOST = 7_500
"""How many bytes an answer has at most, but for one line that is longer, and the line that counts the others."""

LEFT_OUT = "# left out:"


def as_agent(lines_of: Callable[[Answer], Iterable[str]]) -> Render[Answer]:
    """The format of an answer whose lines are given; those that have no room are counted."""
    return lambda answer, _: bounded(lines_of(answer))


def bounded(lines: Iterable[str]) -> str:
    """The lines for which there is room, at least one, and how many more there are.

    >>> bounded(["a" * 7000, "b" * 400, "c" * 400, "d"])[-19:]
    'bbbb\\n# left out: 2\\n'
    """
    shown: list[str] = []
    room, left_out = MOST, 0
    for line in lines:
        room -= len(line.encode()) + 1
        if room < 0 and shown:
            left_out += 1
        else:
            shown.append(line)
    return "".join(f"{line}\n" for line in [*shown, *([f"{LEFT_OUT} {left_out}"] if left_out else [])])


def row(cells: Sequence[Value]) -> str:
    """A line of values between tabs.

    >>> row(["a\\tb", None, ["x, y", 1], True])
    'a\\\\tb\\t\\t["x, y", 1]\\ttrue'
    """
    return "\t".join(map(cell, cells))


def cell(value: Value) -> str:
    """A value on one line: a string as it is, null as nothing, all else as JSON."""
    return "" if value is None else safe(render_raw(value))


def cell_of(field: str, value: Value) -> str:
    """The value of a field: what follows from a card is names, which are between commas; what is written is a `cell`.

    >>> cell_of("kind", ["model", "tokenizer"]), cell_of("status", []), cell_of("owners", ["Ada, Charles"])
    ('model, tokenizer', '', '["Ada, Charles"]')
    """
    if isinstance(value, list) and attribute_name(field) in (*COMPUTED, *LISTED):
        return ", ".join(map(cell, value))
    return cell(value)


def said(value: Value) -> str:
    """A value that is there, behind its key: null is `null`."""
    return "null" if value is None else cell(value)


def command(*words: str) -> str:
    """A command line to go on with, as a shell takes it.

    >>> command("show", "tiny; rm")
    "catalog show 'tiny; rm'"
    """
    return shlex.join(["catalog", *words])

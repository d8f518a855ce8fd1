"""Changes one key of a mapping in the text of a YAML file; whatever else is written there stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from assetcards.text.documents import Location
from assetcards.text.linemap import LINE_ENDING
from assetcards.text.yamltext import parse_events


class ValueSpan(NamedTuple):
    """Where the value of a key is written, from one offset of the text up to another; the column is that of the key.

    `is_block` says that indentation shows where the value ends, `in_flow` that the mapping is a flow mapping.
    """

    start: int
    end: int
    column: int
    is_block: bool
    in_flow: bool


def find_value(text: str, key: Location) -> ValueSpan | None:
    """Where the value of the key at a line and a column is; None when there is no key, or it cannot be read.

    >>> text = "{name: tiny, langs: [en, de]}"
    >>> span = find_value(text, Location(1, 14))
    >>> text[span.start : span.end], span.in_flow
    ('[en, de]', True)
    """
    events = _events(text)
    in_flow: list[bool] = []
    for _, at, event in events:
        name = type(event).__name__
        if at == key and name == "ScalarEvent":
            return _value(events, key.column, in_flow=bool(in_flow and in_flow[-1]))
        if name in ("MappingStartEvent", "SequenceStartEvent"):
            in_flow.append(event.flow_style)
        elif name in ("MappingEndEvent", "SequenceEndEvent"):
            in_flow.pop()
    return None


def replace_value(text: str, span: ValueSpan, written: str) -> str | None:
    """The text with another value, written in one line; None for a value of which indentation shows the end.

    >>> text = "name: tiny  # small"
    >>> replace_value(text, find_value(text, Location(1, 1)), "small")
    'name: small  # small'
    """
    if span.is_block:
        return None
    gap = " " if span.start == span.end else ""  # nothing is written there, and it is just behind the colon
    return text[: span.start] + gap + written + text[span.end :]


def insert_key(text: str, span: ValueSpan, written: str) -> str | None:
    """The text with one more `key: value` after the key with the value of a span; None if that value is a block.

    >>> text = "{name: tiny}"
    >>> insert_key(text, find_value(text, Location(1, 2)), "note: x")
    '{name: tiny, note: x}'
    """
    if span.is_block:
        return None
    if span.in_flow:
        return f"{text[: span.end]}, {written}{text[span.end :]}"
    known = LINE_ENDING.search(text)
    ending = known[0] if known else "\n"
    line = " " * (span.column - 1) + written + ending
    here = LINE_ENDING.search(text, span.end)
    return f"{text}{ending}{line}" if here is None else text[: here.end()] + line + text[here.end() :]


def _events(text: str) -> Iterator[tuple[int, Location, Any]]:
    """The events of YAML, each with the offset that its marks count from, and with the location of its start."""
    offset, last = 0, None
    for part, lines_before, event in parse_events(text):
        offset += len(last or "") if part is not last else 0
        last = part
        yield offset, Location(lines_before + event.start_mark.line + 1, event.start_mark.column + 1), event


def _value(events: Iterator[tuple[int, Location, Any]], column: int, *, in_flow: bool) -> ValueSpan | None:
    """The span of the value that begins with the next event."""
    begun = next(events, None)
    if begun is None:
        return None
    offset, _, first = begun
    is_block = getattr(first, "style", None) in ("|", ">") or getattr(first, "flow_style", True) is False
    event, depth = first, 0
    while True:
        name = type(event).__name__
        depth += name.endswith("StartEvent") - name.endswith("EndEvent")
        if depth == 0:
            break
        following = next(events, None)
        if following is None:
            return None
        event = following[2]
    return ValueSpan(offset + first.start_mark.index, offset + event.end_mark.index, column, is_block, in_flow)

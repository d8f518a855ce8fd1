"""Changes keys of mappings in the text of a YAML file; whatever else is written there stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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


class Edit(NamedTuple):
    """What is written in place of a part of the text, from one offset up to another."""

    start: int
    end: int
    written: str


def find_values(text: str) -> dict[Location, ValueSpan]:
    """Where the values of keys are, by the line and column of the key, as far as the text can be read.

    >>> text = "{name: tiny, langs: [en, de]}"
    >>> span = find_values(text)[Location(1, 14)]
    >>> text[span.start : span.end], span.in_flow
    ('[en, de]', True)
    """
    spans: dict[Location, ValueSpan] = {}
    stack: list[_Collection] = []
    for offset, at, event in _events(text):
        name, start, end = type(event).__name__, offset + event.start_mark.index, offset + event.end_mark.index
        if name in ("MappingStartEvent", "SequenceStartEvent"):
            stack.append(_Collection(name == "MappingStartEvent", event.flow_style, at, start))
        elif name in ("MappingEndEvent", "SequenceEndEvent"):
            ended = stack.pop()
            _note(spans, stack, ended.at, (ended.start, end), is_block=not ended.is_flow)
        elif name in ("ScalarEvent", "AliasEvent"):
            _note(spans, stack, at, (start, end), is_block=getattr(event, "style", None) in ("|", ">"))
    return spans


@dataclass(slots=True)
class _Collection:
    """A mapping or a sequence that is being read; of a mapping also the key whose value is next."""

    is_mapping: bool
    is_flow: bool
    at: Location
    start: int
    key: Location | None = None


def _note(
    spans: dict[Location, ValueSpan],
    stack: list[_Collection],
    at: Location,
    part: tuple[int, int],
    *,
    is_block: bool,
) -> None:
    """Note a node of the innermost collection: in a mapping it is a key, or the value of the last key."""
    mapping = stack[-1] if stack and stack[-1].is_mapping else None
    if mapping is not None and mapping.key is not None:
        spans[mapping.key] = ValueSpan(*part, mapping.key.column, is_block, mapping.is_flow)
        mapping.key = None
    elif mapping is not None:
        mapping.key = at


def replace_value(span: ValueSpan, written: str) -> Edit | None:
    """Another value, written in one line; None for a value of which indentation shows the end.

    >>> text = "name: tiny  # small"
    >>> apply_edits(text, [replace_value(find_values(text)[Location(1, 1)], "small")])
    'name: small  # small'
    """
    if span.is_block:
        return None
    gap = " " if span.start == span.end else ""  # nothing is written there, and it is just behind the colon
    return Edit(span.start, span.end, gap + written)


def insert_key(text: str, span: ValueSpan, written: str) -> Edit | None:
    """One more `key: value` after the key with the value of a span; None if that value is a block.

    >>> text = "{name: tiny}"
    >>> apply_edits(text, [insert_key(text, find_values(text)[Location(1, 2)], "note: x")])
    '{name: tiny, note: x}'
    """
    if span.is_block:
        return None
    if span.in_flow:
        return Edit(span.end, span.end, f", {written}")
    known = LINE_ENDING.search(text)
    ending, line = known[0] if known else "\n", " " * (span.column - 1) + written
    here = LINE_ENDING.search(text, span.end)
    return Edit(len(text), len(text), ending + line) if here is None else Edit(here.end(), here.end(), line + ending)


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with edits of parts that do not overlap; what is inserted at one offset keeps its order."""
    parts, done = [], 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        parts += [text[done : edit.start], edit.written]
        done = edit.end
    return "".join([*parts, text[done:]])


def _events(text: str) -> Iterator[tuple[int, Location, Any]]:
    """The events of YAML, each with the offset that its marks count from, and with the location of its start."""
    offset, last = 0, None
    for part, lines_before, event in parse_events(text):
        offset += len(last or "") if part is not last else 0
        last = part
        yield offset, Location(lines_before + event.start_mark.line + 1, event.start_mark.column + 1), event

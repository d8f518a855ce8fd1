"""The lines of a YAML file that a value is written on."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import Any

from assetcards.text.documents import Location
from assetcards.text.linemap import LINE_ENDING
from assetcards.text.yamltext import parse_events

_KEEPS_EMPTY_LINES = re.compile(r"[|>]\d?\+")


class ValueLines:
    """The lines of the values of a file, as far as it can be read.

    Comments and empty lines between the items of a value are not lines of it.

    >>> lines = ValueLines("langs:\\n- en\\n# more\\n- de\\n")
    >>> lines.of(2, 1), lines.of(4, 3)
    ((2, 4), (4,))
    """

    def __init__(self, text: str) -> None:
        self._ends: dict[Location, int] = {}
        self._open: list[tuple[Location, int]] = []
        written: set[int] = set()
        for part, lines_before, event in parse_events(text):
            written.update(self._take(event, part, lines_before))
        self._written = sorted(written)

    def of(self, line: int, column: int) -> tuple[int, ...]:
        """The lines of the value that begins at a line and a column."""
        end = self._ends.get(Location(line, column), line)
        return tuple(self._written[bisect_left(self._written, line) : bisect_right(self._written, end)]) or (line,)

    def _take(self, event: Any, part: str, lines_before: int) -> range:
        """The lines on which what an event announces is written, without those of what is in it."""
        line = lines_before + event.start_mark.line + 1
        start = Location(line, event.start_mark.column + 1)
        name = type(event).__name__
        if name in ("SequenceStartEvent", "MappingStartEvent"):
            self._open.append((start, line))
        elif name in ("ScalarEvent", "AliasEvent"):
            last = line + _line_endings(part[event.start_mark.index : event.end_mark.index], event)
            self._close(start, last)
            return range(line, last + 1)
        elif name in ("SequenceEndEvent", "MappingEndEvent"):
            has_bracket = event.end_mark.index > event.start_mark.index
            began, last = self._open.pop()
            self._close(began, line if has_bracket else last)
            return range(line, line + has_bracket)
        else:
            return range(0)
        return range(line, line + 1)

    def _close(self, start: Location, last: int) -> None:
        self._ends[start] = max(last, self._ends.get(start, 0))  # a mapping begins where its first key does
        if self._open:
            parent, known = self._open[-1]
            self._open[-1] = parent, max(known, last)


def _line_endings(written: str, event: Any) -> int:
    """How many there are in a scalar; those behind a block scalar only if they are a part of it."""
    if getattr(event, "style", None) in ("|", ">"):
        header = LINE_ENDING.split(written, maxsplit=1)[0]
        written = written.removesuffix("\n") if _KEEPS_EMPTY_LINES.search(header) else written.rstrip()
    return len(LINE_ENDING.findall(written))

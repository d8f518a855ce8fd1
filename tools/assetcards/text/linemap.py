"""From offsets to lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_right

from assetcards.text.documents import Location

LINE_ENDING = re.compile(r"\r\n|\r|\n")
"""Line endings, as editors and the parser count them."""


class LineMap:
    r"""The lines of a string, for many look-ups.

    >>> LineMap("a\r\nbc").location(4)
    Location(line=2, column=2)
    """

    def __init__(self, text: str) -> None:
        self._starts = [0] + [match.end() for match in LINE_ENDING.finditer(text)]

    def location(self, offset: int) -> Location:
        """The line and the column of an offset, both from 1."""
        line = bisect_right(self._starts, offset)
        return Location(line, offset - self._starts[line - 1] + 1)

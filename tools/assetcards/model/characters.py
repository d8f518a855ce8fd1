"""Where a card file has a character: literally, or as an escape in double quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from assetcards.model.card import CardFile
from assetcards.text.documents import Location
from assetcards.text.linemap import LineMap
from assetcards.text.syntax import is_plain

_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_SHORT_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip


class FoundCharacter(NamedTuple):
    """A character and its location."""

    location: Location
    character: str


def find_characters(
    file: CardFile, written: re.Pattern[str], escaped: re.Pattern[str] | None = None
) -> Iterator[FoundCharacter]:
    """Each literal character of a file that matches, then each escaped one, in the order of the file.

    Both patterns match one character, which is no printable ASCII; the default of the second is the first.
    """
    text = file.text or ""
    if is_plain(text) and "\\" not in text:
        return
    lines: LineMap | None = None
    as_it_is = ((match.start(), match[0]) for match in written.finditer(text))
    escapes = ((at, seen) for at, seen in _escaped(file, text) if (escaped or written).fullmatch(seen))
    for offset, character in chain(as_it_is, escapes):
        lines = lines or LineMap(text)
        yield FoundCharacter(lines.location(offset), character)


def _escaped(file: CardFile, text: str) -> Iterator[tuple[int, str]]:
    for document in file.documents if "\\" in text else ():
        for span in document.quoted:
            if text[span.end - 1] != '"' or "\\" not in text[span.start : span.end]:
                continue
            for match in _ESCAPE.finditer(text, text.index('"', span.start), span.end):
                code = match[1] or match[2] or match[3]
                character = chr(int(code, 16)) if code else _SHORT_ESCAPES.get(match[4])
                if character is not None:
                    yield match.start(), character

"""Where a card file has a character: as it is, or as an escape in double quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from assetcards.card import CardFile
from assetcards.documents import Place
from assetcards.linemap import LineMap

_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_SHORT_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip


class FoundCharacter(NamedTuple):
    """A character and where it stands."""

    place: Place
    character: str
    escaped: bool


def find_characters(file: CardFile, pattern: re.Pattern[str]) -> Iterator[FoundCharacter]:
    """Each character of a file that a pattern of one character matches, as it is or escaped; in no order."""
    text = file.text or ""
    found = [(match.start(), match[0], False) for match in pattern.finditer(text)]
    found += [(offset, seen, True) for offset, seen in _escaped(file, text) if pattern.fullmatch(seen)]
    if found:
        lines = LineMap(text)
        for offset, character, escaped in found:
            yield FoundCharacter(lines.place(offset), character, escaped)


def _escaped(file: CardFile, text: str) -> Iterator[tuple[int, str]]:
    for document in file.documents:
        for span in document.quoted:
            if text[span.end - 1] != '"' or "\\" not in text[span.start : span.end]:
                continue
            for match in _ESCAPE.finditer(text, text.index('"', span.start), span.end):
                code = match[1] or match[2] or match[3]
                character = chr(int(code, 16)) if code else _SHORT_ESCAPES.get(match[4])
                if character is not None:
                    yield match.start(), character

"""The comments in card files that silence findings: `# catalog: ignore[C401] reason`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from assetcards.model.card import CardFile
from assetcards.text.yamltext import scalar_spans

_MARK = b"catalog:"
_COMMENT = re.compile(
    r"(?<!\S)#[ \t]*(?P<words>catalog:[ \t]*ignore)\b(?:\[(?P<codes>[^\]\r\n]*)\])?[ \t]*(?P<reason>[^\r\n]*)",
    re.IGNORECASE,
)
_LINE_ENDING = re.compile(r"\r\n|\r|\n")

MAX_CODES = 50
"""How many codes a comment may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IgnoreComment:
    """A comment `# catalog: ignore[C401] reason`, which silences its codes on its own line.

    One that `has_capitals` (`Catalog: Ignore`) silences nothing: a search for such comments would not find it.
    `source` is the store of its file, and `written` its whole line without surrounding whitespace.
    """

    source: str
    path: str
    line: int
    column: int
    codes: tuple[str, ...]
    reason: str
    written: str
    has_capitals: bool = False

    @property
    def silences(self) -> bool:
        """Whether it is well formed."""
        return bool(self.reason) and 0 < len(self.codes) <= MAX_CODES and not self.has_capitals


def find_comments(file: CardFile) -> Iterator[IgnoreComment]:
    """The ignore comments of a file, if it can be read; a string of that form is none."""
    if file.text is None or _MARK not in file.content.lower():
        return
    spans = list(scalar_spans(file.text))
    starts = [start for start, _ in spans]
    lines = [0, *(match.end() for match in _LINE_ENDING.finditer(file.text))]
    for match in _COMMENT.finditer(file.text):
        at = match.start()
        before = bisect_right(starts, at) - 1
        if before < 0 or spans[before][1] <= at:
            line = bisect_right(lines, at)
            end = _LINE_ENDING.search(file.text, at)
            yield IgnoreComment(
                source=file.source,
                path=file.path,
                line=line,
                column=at - lines[line - 1] + 1,
                codes=tuple(code.strip() for code in (match["codes"] or "").split(",") if code.strip()),
                reason=match["reason"].strip(),
                written=file.text[lines[line - 1] : end.start() if end else None].strip(),
                has_capitals=not match["words"].islower(),
            )

r"""A tab outside of quoted scalars and comments.

YAML is indented with spaces. Parsers disagree on where else a tab is allowed: fairseq2's refuses it after a value and
after a colon, too.

    # refused: a tab is before d_model
    name: tiny
    model_config:
        d_model: 64

Use spaces. In a string, write a tab as `"\t"`, in double quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.card import CardFile
from assetcards.rules.rule import FileSubject, Rule
from assetcards.text.documents import Span
from assetcards.text.linemap import LineMap

_TAB_OR_COMMENT = re.compile(r"\t|(?:(?<=[ \t\r\n])|\A)#[^\r\n]*")
_ENDS_OF_READING = frozenset({"C103", "C105", "C107", "C108", "C112", "C117", "C120", "C130"})


def check(subject: FileSubject) -> Iterator[Finding]:
    text = subject.file.text or ""
    if "\t" not in text:
        return
    lines = LineMap(text)
    readable = _readable_lines(subject.file)
    for part in _unquoted(subject.file, len(text)):
        for match in _TAB_OR_COMMENT.finditer(text, *part):
            location = lines.location(match.start())
            if match[0] == "\t" and (readable is None or location.line < readable):
                yield RULE.finding(subject.file, location, "tab outside of quotes", "use spaces")


def _readable_lines(file: CardFile) -> int | None:
    """The line of the document that could not be read to its end: what is quoted in it is not known."""
    ended = any(finding.code in _ENDS_OF_READING for finding in file.findings)
    return file.documents[-1].line if ended else None


def _unquoted(file: CardFile, length: int) -> Iterator[Span]:
    start = 0
    for document in file.documents:
        for span in document.quoted:
            yield Span(start, span.start)
            start = span.end
    yield Span(start, length)


RULE = Rule(code="C108", name="tab", once_per_file=True, check_file=check)

"""Line ends of Windows (CRLF), in all of a file or in a part of it.

With them every line of the file differs from what git has elsewhere, and a change of one line shows as a change of
all. In a file with both kinds the finding is at the first line that differs from those above.

    # a warning
    name: tiny<CR><LF>
    model_family: llama<LF>

Save the file with the line ends of Unix (LF). A line `*.yaml text eol=lf` in `.gitattributes` keeps it so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assetcards.diagnostics import Diagnostic, Severity
from assetcards.linemap import LineMap
from assetcards.rules.rule import FileSubject, Rule

_LINE_END = re.compile(r"\r?\n")
_NAMES = {"\r\n": "CRLF", "\n": "LF"}


def check(subject: FileSubject) -> Iterator[Diagnostic]:
    text = subject.file.text or ""
    if "\r\n" not in text:
        return
    first = _LINE_END.search(text)
    assert first is not None
    found, message = first, "lines end in CRLF"
    for match in _LINE_END.finditer(text):
        if match[0] != first[0]:
            found, message = match, f"this line ends in {_NAMES[match[0]]}, those above in {_NAMES[first[0]]}"
            break
    place = LineMap(text).place(found.start())
    yield RULE.finding(subject.file.path, place, message, "save the file with Unix line ends")


RULE = Rule(code="C118", name="line-ends", severity=Severity.WARNING, check_file=check)

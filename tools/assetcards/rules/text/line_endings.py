"""Windows line endings (CRLF), in all or part of a file.

Tools that convert line endings change every line of the file, so that a change of one line shows as a change of all.
In a file with both kinds, the finding is at the first line that differs from those above.

    # a warning
    name: tiny<CR><LF>
    model_family: llama<LF>

Save the file with Unix line endings (LF). A line `*.yaml text eol=lf` in `.gitattributes` keeps them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.rules.rule import FileSubject, Rule
from assetcards.text.linemap import LineMap

_UNIX = re.compile(r"(?<!\r)\n")


def check(subject: FileSubject) -> Iterator[Finding]:
    text = subject.file.text or ""
    windows = text.find("\r\n")
    if windows < 0:
        return
    unix = _UNIX.search(text)
    at, message = windows, "lines end in CRLF"
    if unix is not None:
        kinds = ("LF", "CRLF") if unix.start() > windows else ("CRLF", "LF")
        at, message = max(unix.start(), windows), "this line ends in {}, those above in {}".format(*kinds)
    yield RULE.finding(subject.file, LineMap(text).location(at), message, "save the file with LF line endings")


RULE = Rule(code="C118", name="line-endings", check_file=check)

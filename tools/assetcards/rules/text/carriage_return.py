"""A line that ends in a carriage return only.

git, editors and most programs see one long line where YAML sees several; a `#` then hides all of it from people.

    # refused: the lines end in carriage returns
    name: tiny<CR>model_family: llama<CR>

Save the file with Unix line endings (LF).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.rules.rule import FileSubject, Rule
from assetcards.text.linemap import LineMap

_ALONE = re.compile(r"\r(?!\n)")


def check(subject: FileSubject) -> Iterator[Finding]:
    text = subject.file.text or ""
    if "\r" not in text:
        return
    lines = LineMap(text)
    for match in _ALONE.finditer(text):
        message = "line ends in a carriage return only"
        yield RULE.finding(subject.file, lines.location(match.start()), message, "save the file with LF line endings")


RULE = Rule(code="C109", name="carriage-return", once_per_file=True, check_file=check)

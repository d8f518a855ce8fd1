"""Blanks at the end of a line.

Nobody sees them, and they make differences where there are none.

    # a warning: each dot is a blank
    name: tiny...

Remove them; most editors can do so when they save.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.rules.rule import FileSubject, Rule
from assetcards.text.linemap import LINE_END


def check(subject: FileSubject) -> Iterator[Finding]:
    for number, line in enumerate(LINE_END.split(subject.file.text or ""), 1):
        kept = len(line.rstrip(" "))
        if kept < len(line):
            yield RULE.finding(subject.file, (number, kept + 1), "blanks at the end of a line", "remove them")


RULE = Rule(code="C110", name="trailing-blanks", once_per_file=True, check_file=check)

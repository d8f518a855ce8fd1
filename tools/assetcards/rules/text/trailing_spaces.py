"""Spaces at the end of a line.

They are invisible, and show up as changes in diffs.

    # a warning: each dot is a space
    name: tiny...

Remove them; most editors can do this on save.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.rules.rule import FileSubject, Rule
from assetcards.text.linemap import LINE_ENDING


def check(subject: FileSubject) -> Iterator[Finding]:
    text = subject.file.text or ""
    has_any = " \n" in text or " \r" in text or text.endswith(" ")
    for number, line in enumerate(LINE_ENDING.split(text) if has_any else (), 1):
        kept = len(line.rstrip(" "))
        if kept < len(line):
            yield RULE.finding(subject.file, (number, kept + 1), "trailing spaces", "remove them")


RULE = Rule(code="C110", name="trailing-spaces", once_per_file=True, check_file=check)

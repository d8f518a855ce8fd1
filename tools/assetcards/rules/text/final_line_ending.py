"""A last line without a line ending.

When somebody adds a line below, the diff changes this line, too, and programs that concatenate files join it with
what follows.

    # a warning: the file ends after the y
    name: tiny

Add a newline at the end of the file; most editors can do this on save.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding, has_errors
from assetcards.rules.rule import FileSubject, Rule
from assetcards.text.linemap import LineMap


def check(subject: FileSubject) -> Iterator[Finding]:
    """Skip files that cannot be read: most often they were truncated, or are in another encoding."""
    text = subject.file.text
    if text and text[-1] not in "\r\n" and not has_errors(subject.file.findings):
        location = LineMap(text).location(len(text))
        yield RULE.finding(subject.file, location, "no newline at the end of the file", "add a newline")


RULE = Rule(code="C111", name="final-line-ending", check_file=check)

"""A last line that does not end.

Whoever adds a line below changes this one, too, and programs that put files together join it with what follows.

    # a warning: the file ends behind the y
    name: tiny

End the last line; most editors can do so when they save.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding, has_errors
from assetcards.rules.rule import FileSubject, Rule
from assetcards.text.linemap import LineMap


def check(subject: FileSubject) -> Iterator[Finding]:
    """The end of a file that cannot be read is not judged: most often it was cut off, or is of another encoding."""
    text = subject.file.text
    if text and text[-1] not in "\r\n" and not has_errors(subject.file.findings):
        place = LineMap(text).place(len(text))
        yield RULE.finding(subject.file, place, "the last line does not end", "add a line break")


RULE = Rule(code="C111", name="final-line-end", check_file=check)

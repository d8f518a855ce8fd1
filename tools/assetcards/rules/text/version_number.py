"""A version that is written as a number.

`3.10` without quotes is the number 3.1; the zero is lost.

    # a warning
    name: tiny
    version: 3.10

Quote it: `"3.10"`. If it is a number, write it without the last zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.rules.rule import FileSubject, Rule

_VERSION = re.compile(r"[1-9][0-9]*\.[0-9]+0")


def check(subject: FileSubject) -> Iterator[Finding]:
    for node in subject.file.odd_scalars:
        if isinstance(node.value, float) and node.plain and _VERSION.fullmatch(node.text):
            message = f"{node.text} is read as the number {node.value!r}; the last zero is lost"
            yield RULE.finding(subject.file, node, message, "quote it if it is a version")


RULE = Rule(code="C132", name="version-number", check_file=check)

"""A byte-order mark in the middle of a file.

It comes with files that were put together by a program, and is invisible. At the start of a line some readers skip
it, others take it for a part of the key, so nothing is read from there on.

    # refused: before the h stands U+FEFF
    name: tiny
    checkpoint: "hg://example/tiny"

Remove it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.characters import find_characters
from assetcards.rules.rule import FileSubject, Rule

_PATTERN = re.compile("\ufeff")


def check(subject: FileSubject) -> Iterator[Finding]:
    for found in find_characters(subject.file, _PATTERN):
        message = "byte-order mark U+FEFF in the middle of the file"
        yield RULE.finding(subject.file, found.place, message, "remove it")


RULE = Rule(code="C117", name="byte-order-mark-inside", once_per_file=True, check_file=check)

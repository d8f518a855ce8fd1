"""A byte-order mark in the middle of a file.

It is invisible, and comes from programs that concatenate files. At the start of a line, some YAML parsers skip it and
others read it as part of the key, so nothing from there on is read.

    # refused: U+FEFF is before the h
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
        yield RULE.finding(subject.file, found.location, message, "remove it")


RULE = Rule(code="C117", name="byte-order-mark-inside", once_per_file=True, check_file=check)

"""A control character that changes the direction of text.

It makes a string look different from what programs read, so that one address can look like another ("Trojan Source").

    # refused: U+202E is before gpj, and editors show exe.jpg
    name: tiny
    checkpoint: gpj.exe

Remove it. Hebrew and Arabic text does not need it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.characters import find_characters
from assetcards.rules.rule import FileSubject, Rule
from assetcards.text.syntax import describe_character

_PATTERN = re.compile("[\u202a-\u202e\u2066-\u2069]")


def check(subject: FileSubject) -> Iterator[Finding]:
    for found in find_characters(subject.file, _PATTERN):
        message = f"bidirectional control character {describe_character(found.character)}"
        yield RULE.finding(subject.file, found.location, message, "remove it")


RULE = Rule(code="C104", name="bidi-control", once_per_card=True, check_file=check)

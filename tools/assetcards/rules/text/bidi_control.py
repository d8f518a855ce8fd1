"""A character that turns the direction of text around.

With it a text reads otherwise than the program reads it: an address may look like another one ("Trojan Source").

    # refused: before gpj stands U+202E, and editors show exe.jpg
    name: tiny
    checkpoint: gpj.exe

Remove it. Text in Hebrew or Arabic needs none of them.
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
        message = f"{describe_character(found.character)}, which turns the direction of the text around"
        yield RULE.finding(subject.file, found.place, message, "remove it")


RULE = Rule(code="C104", name="bidi-control", once_per_card=True, check_file=check)

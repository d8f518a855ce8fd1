"""An invisible character: a zero-width space, a soft hyphen, a tag character.

Two strings that look the same differ, and a search for one does not find the other. Joiners between letters or emoji
that need them are allowed.

    # a warning: U+200B is between tiny and model
    name: tiny
    description: tinymodel

Remove it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.characters import find_characters
from assetcards.rules.rule import FileSubject, Rule
from assetcards.text.syntax import describe_character

_PATTERN = re.compile(
    "[\xad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060-\u2064\u206a-\u206f\u3164\ufff9-\ufffb\uffa0"
    "\U000e0000-\U000e007f]"
    "|(?<![^\x00-\x7f])[\u200c\u200d]"
)


def check(subject: FileSubject) -> Iterator[Finding]:
    for found in find_characters(subject.file, _PATTERN):
        message = f"invisible character {describe_character(found.character)}"
        yield RULE.finding(subject.file, found.location, message, "remove it")


RULE = Rule(code="C106", name="invisible-character", once_per_file=True, check_file=check)

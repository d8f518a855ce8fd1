r"""A control character, written literally or as an escape such as `"\e"`.

Control characters move the cursor, change colors or clear the screen when the string is printed; a NUL ends it early
for programs in C. YAML does not allow them literally, so nothing from the first of them on is read.

    # refused
    name: tiny
    description: "\e[2Ja small model"

Remove it. In double quotes `\n` and `\t` are allowed, and so is a block scalar (`description: |`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.characters import find_characters
from assetcards.rules.rule import FileSubject, Rule
from assetcards.text.syntax import CONTROL, control_in, describe_character

_ESCAPED = f"{CONTROL}|[\r\x85\u2028\u2029]"


def check(subject: FileSubject) -> Iterator[Finding]:
    text = subject.file.text or ""
    escaped = re.compile(_ESCAPED) if "\\" in text else None
    for location, character in find_characters(subject.file, control_in(text), escaped):
        message = f"control character {describe_character(character)}"
        yield RULE.finding(subject.file, location, message, "remove it")


RULE = Rule(code="C103", name="control-character", once_per_card=True, check_file=check)

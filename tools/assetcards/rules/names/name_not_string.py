"""A name that is not a string.

Unquoted, `007` is a number, `true` a boolean and `2024-06-30` a date. A sequence or a mapping cannot be a name
either.

    # refused
    name: 007
    model_family: llama

Quote the name, or write one.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(
    code="C202",
    name="name-not-string",
    explains=("C122", "C131", "C132", "C133", "C134", "C140"),
)

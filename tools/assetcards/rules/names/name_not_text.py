"""A name that is not text.

Unquoted, `007` is a number, `true` a boolean and `2024-06-30` a date, and none of them is a name. The other reason is
a list or a mapping where the name should stand.

    # refused
    name: 007
    model_family: llama

Quote the name, or write one.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(
    code="C202",
    name="name-not-text",
    explains=("C122", "C131", "C132", "C133", "C134"),
)

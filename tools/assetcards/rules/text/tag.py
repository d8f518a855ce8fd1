"""A tag, such as `!!str` or `!!python/name:os.system`.

Tags ask the reader to make something else of a value, in some readers even to run code. Cards have none.

    # refused
    name: tiny
    version: !!str 1.10

Remove the tag; put quotes around what is text: `version: "1.10"`.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C125", name="tag", once_per_card=True, explains=("C202",))

"""A tag, such as `!!str` or `!!python/name:os.system`.

Tags make the parser construct another type, in some parsers even run code. They are not allowed in cards.

    # refused
    name: tiny
    version: !!str 1.10

Remove the tag; quote strings instead: `version: "1.10"`.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C125", name="tag", once_per_card=True, explains=("C202",))

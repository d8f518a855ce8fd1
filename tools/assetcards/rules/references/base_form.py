"""A `base` that is not the name of a card.

A card has one base, named without environment: the overrides of a base apply automatically, in the environment that
the card is asked for in. A sequence, a number, an empty string and a name with `@` are refused, here and by fairseq2.

    # refused
    name: tiny_instruct
    base: tiny@lab

Write the name without environment, or `null` for no base.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(
    code="C402",
    name="base-form",
    explains=("C131", "C132", "C133", "C134"),
)

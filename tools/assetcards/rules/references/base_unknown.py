"""A `base` that names no card.

A card inherits every field from its base, so without the base it cannot be resolved, and neither can anything that
inherits from it. The base has to be a plain card of the same catalog, or of a store that is searched with it.

    # refused
    name: tiny_instruct
    base: tinny

Mend the name, or add the card. When the card is there, but broken, that is reported instead. While a file cannot be
read at all, nothing is said of names that no card has (C205 and C405, too), for they may stand in there.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(
    code="C401",
    name="base-unknown",
    covers_catalog=True,
    needs_every_name=True,
    explains=("C106",),
)

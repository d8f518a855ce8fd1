"""A `base` that does not exist.

A card inherits every field from its base, so without the base it cannot be resolved, and neither can cards that
inherit from it. The base must be a plain card of the same catalog, or of a store that is searched with it.

    # refused
    name: tiny_instruct
    base: tinny

Fix the name, or add the card. If the card exists but is broken, that is reported instead. While a file cannot be read
at all, unknown names are not reported (C205 and C405, too), because that file may have the cards.
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

"""A document that is no card: a list, or a single value.

A card is a mapping of keys to values, with a `name`. Several cards in one file are documents told apart by `---`, not
the items of a list. Every `*.yaml` below the root is taken for a card file, so other files do not belong there.

    # refused
    - name: tiny
    - name: small

Write each card as a document of its own.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C137", name="not-a-mapping")

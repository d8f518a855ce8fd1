"""A document that is not a mapping, but a sequence or a scalar.

A card is a mapping with a `name`. Several cards in one file are documents separated by `---`, not the items of a
sequence. Every `*.yaml` below the root is read as a card file, so other files do not belong there.

    # refused
    - name: tiny
    - name: small

Write each card as a document of its own.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C137", name="not-a-mapping")

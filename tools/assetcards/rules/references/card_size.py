"""A card that comes to too much with all that it inherits.

A card may come to 8 MiB when it is written out, a line for each of its values: its fields, and its configs as they are
merged. What it inherits counts as much as what it writes itself, so that nobody waits for a card of millions of values
that a few files make.

    # refused, where the base comes to 8 MiB already
    name: tiny_chat
    base: tiny_with_a_million_values
    model_config: {one_more: 1}

Write less into the card, or into its bases.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C410", name="card-size")

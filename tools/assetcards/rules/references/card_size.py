"""A card that is too large with everything that it inherits.

A card may have at most 8 MiB when it is written out, one line for each value: its fields, and its configs as they are
merged. Inherited values count as much as its own, so that a few files cannot make a card of millions of values.

    # refused, if the base has 8 MiB already
    name: tiny_chat
    base: tiny_with_a_million_values
    model_config: {one_more: 1}

Write fewer values into the card, or into its bases.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C410", name="card-size")

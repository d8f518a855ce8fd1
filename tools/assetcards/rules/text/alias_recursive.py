"""An alias inside the value it refers to.

The value would contain itself.

    # refused
    name: tiny
    model_config:
      layers: &all [1, 2, *all]

Write the value out.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C129", name="alias-recursive", explains=("C128",))

"""An alias inside of what it names.

The value would contain itself without end.

    # refused
    name: tiny
    model_config:
      layers: &all [1, 2, *all]

Write out what was meant.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C129", name="alias-recursive", explains=("C128",))

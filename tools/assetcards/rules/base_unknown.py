"""A `base` that names no card.

A card inherits every field from its base, so without the base it cannot be resolved, and neither can anything that
inherits from it. The base has to be a plain card of the same catalog, or of a store that is searched with it.

    # refused
    name: tiny_instruct
    base: tinny

Mend the name, or add the card. When the card is there, but in a file that cannot be read, that file is reported
instead.
"""

from __future__ import annotations

from assetcards.diagnostics import Severity
from assetcards.rules.rule import Rule

RULE = Rule(code="C401", name="base-unknown", severity=Severity.ERROR, covers_catalog=True)

"""Bases that lead back to where they started.

When `a` inherits from `b` and `b` from `a`, no value is the nearest one, and fairseq2 does not come back from looking.
A card that is its own base is the shortest such circle. The finding stands at the card of the circle that comes first
in the files and names the whole circle; what merely inherits from it is not reported.

    # refused
    name: a
    base: b
    ---
    name: b
    base: a

Take one of the bases away.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C403", name="base-cycle")

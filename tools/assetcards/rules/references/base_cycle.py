"""A cycle of bases.

When `a` inherits from `b` and `b` from `a`, no value is the nearest one, and fairseq2 never finishes resolving it. A
card that is its own base is the shortest such cycle. The finding is at the first card of the cycle and shows the
whole cycle; cards that only inherit from it are not reported.

    # refused
    name: a
    base: b
    ---
    name: b
    base: a

Remove one of the bases.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C403", name="base-cycle")

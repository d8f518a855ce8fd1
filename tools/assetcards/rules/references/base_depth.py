"""A card with more than 256 layers of bases.

Real chains have three or four. The bound keeps an accident, or a joke, from costing everybody time: fairseq2 resolves
bases by recursion and stops at some depth, too. The first card beyond the bound is reported, what inherits from it is
not.

    # refused
    name: step_257
    base: step_256

Shorten the chain: let the cards inherit from one nearer to its end.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C404", name="base-depth")

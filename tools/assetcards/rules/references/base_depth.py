"""A card with more than 256 layers of bases.

Real chains have three or four. The bound protects against accidents: fairseq2 resolves bases by recursion and fails
at some depth, too. The first card beyond the bound is reported, cards that inherit from it are not.

    # refused
    name: step_257
    base: step_256

Shorten the chain: inherit from a card nearer to its end.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C404", name="base-depth")

"""A card without a name.

Every document of a card file is a card, and cards are looked up by name. fairseq2 refuses the whole store because of
a card without one.

    # refused
    model_family: llama
    checkpoint: "hg://org/tiny"

Add `name: ...`, or remove the document.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C201", name="name-missing")

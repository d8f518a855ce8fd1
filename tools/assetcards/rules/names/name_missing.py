"""A card without a name.

Every document of a card file is a card, and a card is asked for by its name. Without one nobody can ask for it, and
fairseq2 refuses the whole store for it.

    # refused
    model_family: llama
    checkpoint: "hg://org/tiny"

Add `name: ...`, or remove the document.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C201", name="name-missing")

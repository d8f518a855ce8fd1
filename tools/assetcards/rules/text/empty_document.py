"""An empty document.

The documents of a file are separated by lines `---`. Two of them in a row, or one at the end, make a document without
a card, and fairseq2 refuses the whole store because of it.

    # refused
    name: tiny
    ---

Remove the `---`.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C136", name="empty-document", once_per_file=True)

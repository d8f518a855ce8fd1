"""A document with nothing in it.

A file's documents are told apart by lines `---`. With two of them in a row, or one at the end, there is a document
without a card, and fairseq2 refuses the whole store for it.

    # refused
    name: tiny
    ---

Remove the `---`.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C136", name="empty-document", once_per_file=True)

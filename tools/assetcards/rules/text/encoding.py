r"""A file that is not UTF-8.

Cards must be UTF-8: git shows other encodings as binary, and programs disagree on how to read them. The finding is at
the first invalid byte.

    # refused: the last letter is the byte E9, as in Latin-1
    name: caf\xe9

Save the file as UTF-8; most editors offer this in "Save as".
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C101", name="encoding")

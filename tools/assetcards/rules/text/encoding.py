r"""A file that is not UTF-8.

Cards are UTF-8 and nothing else: in another encoding git shows them as binary, and programs disagree on what stands
there. The finding is at the first byte that is wrong.

    # refused: the letter is the byte E9, as Latin-1 has it
    name: caf\xe9

Save the file as UTF-8; editors have this beside "Save as".
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C101", name="encoding")

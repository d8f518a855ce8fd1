r"""Half a character, written as an escape.

`\ud800` to `\udfff` are the halves of which UTF-16 makes characters. Alone they are no text: printing them or
writing them into a file fails. JSON writes a character beyond `\uffff` as two of them; YAML does not.

    # refused
    name: tiny
    description: "\ud83d\ude00"

Write the character itself, or its one escape: `"\U0001f600"`.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C105", name="surrogate-escape")

r"""An unpaired surrogate, written as an escape.

In UTF-16, two surrogates `\ud800` to `\udfff` make one character. Alone they are not valid text: printing them or
writing them to a file fails. JSON writes a character beyond `\uffff` as two of them; YAML does not.

    # refused
    name: tiny
    description: "\ud83d\ude00"

Write the character itself, or its single escape: `"\U0001f600"`.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C105", name="surrogate-escape")

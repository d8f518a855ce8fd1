"""An unquoted value in the form of a number or a date that is none.

A month 99, `0b_`, an integer of more than 4,300 digits; also `=` and `<<`, which mean something in YAML 1.1 and nothing
here. fairseq2 cannot read them either.

    # refused
    name: tiny
    released: 2024-99-01

Put quotes around it if it is text, else write the value that was meant.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C135", name="scalar-unreadable", explains=("C134",))

"""An unquoted value that looks like a number or a date but is invalid.

For example a month 99, `0b_`, or an integer of more than 4,300 digits; also `=` and `<<`, which have a meaning in
YAML 1.1 but none in cards. fairseq2 cannot read them either.

    # refused
    name: tiny
    released: 2024-99-01

If it is a string, quote it; otherwise correct the value.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C135", name="scalar-unreadable", explains=("C134",))

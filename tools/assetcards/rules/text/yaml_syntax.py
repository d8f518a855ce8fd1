"""Invalid YAML, or YAML that is not allowed in cards.

Cards are YAML 1.2 as fairseq2 reads it. Documents before the error are read; nothing after it is.

    # refused
    name: tiny
    description: a model: small and quick

Often a value contains `: ` or ` #`, or starts with `@`, `%`, `[`, `{`, `*`, `&` or a backtick: put it in double
quotes. Otherwise check the indentation of the line, and the brackets and quotes above it.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C120", name="yaml-syntax")

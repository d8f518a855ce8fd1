"""Text that is not YAML, or not the YAML that cards are written in.

Cards are YAML 1.2 as fairseq2's reader takes it. Documents before the error are read, nothing behind it is.

    # refused
    name: tiny
    description: a model: small and quick

Most of these are a value with `: ` or ` #` in it, or one that begins with `@`, `%`, `[`, `{`, `*`, `&` or a backtick:
put it into double quotes. Else look at the indentation of the line, and at brackets and quotes above it.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C120", name="yaml-syntax")

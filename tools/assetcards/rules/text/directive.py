"""A directive: a line that starts with `%`, such as `%YAML 1.1`.

Directives change how the document below them is read; `%YAML 1.1` would make `no` a boolean. Cards are YAML 1.2
without directives.

    # refused
    %YAML 1.1
    ---
    name: tiny

Remove the line.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C126", name="directive", once_per_file=True)

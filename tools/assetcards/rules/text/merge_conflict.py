"""The markers of an unresolved merge conflict.

    # refused
    <<<<<<< HEAD
    name: tiny
    =======
    name: small

Resolve the conflict, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`. Nothing from the first of them on
is read.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C112", name="merge-conflict")

"""The markers of a merge that nobody finished.

    # refused
    <<<<<<< HEAD
    name: tiny
    =======
    name: small

Choose a side, or make one of both, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`. Nothing is read from
the first of them on.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C112", name="merge-conflict")

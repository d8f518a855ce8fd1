"""A number that is infinite, not a number (`.nan`), or too large.

JSON has no such numbers, and `.nan` is not equal to itself, so that every comparison shows a change. `1e400` is read
as infinity. Numbers that crash YAML 1.1 parsers are refused, too: `1:59:59` with hundreds of parts is one number
there.

    # refused
    name: tiny
    model_config:
      max_norm: .inf

Write a finite number, or remove the key; if it is a string, quote it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.nodes import ScalarNode
from assetcards.rules.rule import FileSubject, Rule
from assetcards.scalars import ScalarError
from assetcards.scalars11 import resolve_plain_1_1


def check(subject: FileSubject) -> Iterator[Finding]:
    for node in subject.file.odd_scalars:
        problem = _maybe_problem(node)
        if problem is not None:
            message = f"{node.text[:40]!r} is {problem}"
            yield RULE.finding(subject.file, node, message, "write a finite number, or quote it if it is a string")


def _maybe_problem(node: ScalarNode) -> str | None:
    if isinstance(node.value, float):
        return None if math.isfinite(node.value) else "not a finite number"
    if isinstance(node.value, str):
        try:
            resolve_plain_1_1(node.text)
        except ScalarError:
            return "too large a number for YAML 1.1 parsers"
    return None


RULE = Rule(
    code="C134",
    name="not-finite",
    once_per_card=True,
    explains=("C131",),
    check_file=check,
)

"""A number that is infinite, no number, or too large to be one.

JSON has none of them, and `.nan` is not even equal to itself, so that every comparison shows a change. `1e400` is
infinite although nobody wrote that. Of YAML 1.1 this refuses what ends the reader: `1:59:59` and so on with hundreds of
parts is one number there.

    # refused
    name: tiny
    model_config:
      max_norm: .inf

Write a number, or leave the key out; put quotes around what is text.
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
    for node in subject.file.scalars():
        problem = _maybe_problem(node)
        if problem is not None:
            message = f"{node.text[:40]!r} is {problem}"
            yield RULE.finding(subject.file, node, message, "write a number, or quote what is text")


def _maybe_problem(node: ScalarNode) -> str | None:
    if isinstance(node.value, float):
        return None if math.isfinite(node.value) else "not a finite number"
    if node.plain and isinstance(node.value, str):
        try:
            resolve_plain_1_1(node.text)
        except ScalarError:
            return "a number too large for readers of YAML 1.1"
    return None


RULE = Rule(
    code="C134",
    name="not-finite",
    once_per_card=True,
    explains=("C131",),
    check_file=check,
)

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

from assetcards.diagnostics import Diagnostic, Severity
from assetcards.nodes import ScalarNode
from assetcards.rules.rule import FileSubject, Rule
from assetcards.scalars import ScalarError
from assetcards.scalars11 import maybe_other_value


def check(subject: FileSubject) -> Iterator[Diagnostic]:
    for node in subject.file.scalars():
        if not _is_finite(node):
            message = f"{node.text[:40]!r} is infinite, no number, or too large for one"
            yield RULE.finding(subject.file.path, node, message, "write a number, or quote what is text")


def _is_finite(node: ScalarNode) -> bool:
    if isinstance(node.value, float):
        return math.isfinite(node.value)
    if not node.plain or not isinstance(node.value, str):
        return True
    try:
        maybe_other_value(node.text)
    except ScalarError:
        return False
    return True


RULE = Rule(code="C134", name="not-finite", severity=Severity.ERROR, once_per_file=True, check_file=check)

"""A date or a time without quotes.

YAML parsers turn it into a date object, which JSON does not have and each program prints in its own way.

    # refused
    name: tiny
    released: 2024-06-30

Put quotes around it: `"2024-06-30"`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assetcards.findings import Finding
from assetcards.rules.rule import FileSubject, Rule


def check(subject: FileSubject) -> Iterator[Finding]:
    for node in subject.file.odd_scalars:
        if isinstance(node.value, date):
            yield RULE.finding(subject.file, node, f"{node.text!r} is a date, not a string", "quote it")


RULE = Rule(code="C133", name="date", once_per_card=True, check_file=check)

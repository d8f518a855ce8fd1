"""A key that is not a string: a number, a boolean, null, a date, a sequence or a mapping.

JSON keys are strings, so `1` and `"1"` become the same key there, and a program that asks for `"1"` does not find
`1`.

    # refused
    name: tiny
    model_config:
      labels: {0: negative, 1: positive}

Put quotes around the key.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.nodes import describe
from assetcards.rules.rule import FileSubject, Rule


def check(subject: FileSubject) -> Iterator[Finding]:
    for key in subject.file.odd_keys:
        if not isinstance(key.value, str):
            yield RULE.finding(subject.file, key, f"key {key.text!r} is {describe(key)}, not a string", "quote it")


RULE = Rule(
    code="C122",
    name="key-not-string",
    once_per_card=True,
    explains=("C131",),
    check_file=check,
)

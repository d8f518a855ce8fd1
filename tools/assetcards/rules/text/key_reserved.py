"""A key that starts and ends with two underscores.

fairseq2 adds such keys to cards itself: `__source__`, `__base_path__`. A key from a file would be taken for one of
those. The directives of configs, `_set_` and `_del_`, have one underscore on each side.

    # refused
    name: tiny
    __source__: "somewhere"

Use another name.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.reading import is_reserved_key
from assetcards.rules.rule import FileSubject, Rule


def check(subject: FileSubject) -> Iterator[Finding]:
    for key in subject.file.odd_keys:
        if isinstance(key.value, str) and is_reserved_key(key.value):
            message = f"key {key.value!r} is reserved for fairseq2"
            yield RULE.finding(subject.file, key, message, "remove the leading and trailing '__'")


RULE = Rule(code="C123", name="key-reserved", once_per_card=True, check_file=check)

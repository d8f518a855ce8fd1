"""A key with two underscores around it.

fairseq2 writes such keys into cards itself: `__source__`, `__base_path__`. One from a file would be taken for one of
those. The directives of configurations, `_set_` and `_del_`, have one underscore.

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
    for key in subject.file.key_nodes():
        if isinstance(key.value, str) and is_reserved_key(key.value):
            message = f"key {key.value!r} is reserved"
            yield RULE.finding(subject.file, key, message, "use a name without '__' around it")


RULE = Rule(code="C123", name="key-reserved", once_per_card=True, check_file=check)

"""Two keys of one mapping that look the same but differ.

A letter with an accent can be one character or two. People see one key written twice; programs see two keys, and may
look up the other one.

    # refused: the first key has U+00E9, the second has e and U+0301
    name: tiny
    model_config:
      café: 1
      café: 2

Keep one of the two.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.nodes import MappingNode, ScalarNode
from assetcards.rules.rule import FileSubject, Rule


def check(subject: FileSubject) -> Iterator[Finding]:
    text = subject.file.text or ""
    for mapping in () if text.isascii() and "\\" not in text else subject.file.mappings:
        for key, first in _alike(mapping):
            message = f"key {key.text!r} looks like the key on line {first.line}, but its characters differ"
            yield RULE.finding(subject.file, key, message, "keep one of the two")


def _alike(mapping: MappingNode) -> Iterator[tuple[ScalarNode, ScalarNode]]:
    seen: dict[str, ScalarNode] = {}
    for entry in mapping.entries.values():
        if isinstance(entry.key.value, str):
            first = seen.setdefault(unicodedata.normalize("NFC", entry.key.value), entry.key)
            if first is not entry.key:
                yield entry.key, first


RULE = Rule(code="C116", name="keys-alike", check_file=check)

"""An empty key.

    # refused
    name: tiny
    model_config:
      "": 64

Give it a name, or remove it.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.rules.rule import FileSubject, Rule


def check(subject: FileSubject) -> Iterator[Finding]:
    for key in subject.file.odd_keys:
        if isinstance(key.value, str) and not key.value.strip():
            yield RULE.finding(subject.file, key, "empty key", "give it a name")


RULE = Rule(code="C115", name="empty-key", check_file=check)

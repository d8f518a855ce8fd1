"""A key with nothing behind its `:`, which is null.

Null removes what the card inherits: `license:` says that there is none, `max_seq_len:` in a config that the value of
the base does not count. Most often the value was forgotten, or the lines that belong below a key are not indented.

    # a warning
    name: tiny
    model_config_overrides:
    max_seq_len: 2048

Write the value, or indent the lines below the key. Write `null` if that is meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding, has_errors
from assetcards.model.fields import CONFIG_KINDS
from assetcards.nodes import Entry, MappingNode, is_empty
from assetcards.rules.rule import FileSubject, Rule


def check(subject: FileSubject) -> Iterator[Finding]:
    """Not in a file with errors in its text: a value may be missing because reading ended there."""
    is_read = not has_errors(finding for finding in subject.file.findings if finding.code.startswith("C1"))
    has_any = any(map(is_empty, subject.file.odd_scalars))
    for mapping in subject.file.mappings if is_read and has_any else ():
        for entry in mapping.entries.values():
            if is_empty(entry.value):
                message = f"{entry.key.text} has nothing behind its ':', which removes an inherited value"
                yield RULE.finding(subject.file, entry.key, message, _hint(mapping, entry))


def _hint(mapping: MappingNode, entry: Entry) -> str:
    below = any(other.key.line > entry.key.line for other in mapping.entries.values())
    if entry.key.text in CONFIG_KINDS and below:
        return "indent the lines that belong below it, or write `null` if that is meant"
    return "write the value, or `null` if that is meant"


RULE = Rule(code="C140", name="empty-value", check_file=check)

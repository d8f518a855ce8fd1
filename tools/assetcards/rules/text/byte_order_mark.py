"""A byte-order mark at the start of a file.

Some editors of Windows put these three invisible bytes before the first letter. Readers of YAML skip them, other
programs take them for a part of the first key, and git shows a changed first line.

    # a warning: before the n stands U+FEFF
    name: tiny

Save the file as "UTF-8 without BOM".
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.rules.rule import FileSubject, Rule


def check(subject: FileSubject) -> Iterator[Finding]:
    file = subject.file
    if file.text is not None and file.content.startswith(codecs.BOM_UTF8):
        yield RULE.finding(file, (1, 1), "a byte-order mark", "save the file as UTF-8 without BOM")


RULE = Rule(code="C102", name="byte-order-mark", check_file=check)

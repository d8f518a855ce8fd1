"""A byte-order mark at the start of a file.

Some editors on Windows write these three invisible bytes before the first character. YAML parsers skip them, other
programs read them as part of the first key, and git shows a changed first line.

    # a warning: U+FEFF is before the n
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
        yield RULE.finding(
            file, (1, 1), "byte-order mark at the start of the file", "save the file as UTF-8 without BOM"
        )


RULE = Rule(code="C102", name="byte-order-mark", check_file=check)

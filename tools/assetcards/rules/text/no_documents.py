"""A card file without cards: it is empty, or has only comments.

    # advice
    # TODO: the cards of the tiny models

Add a card, or remove the file.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.rules.rule import FileSubject, Rule


def check(subject: FileSubject) -> Iterator[Finding]:
    if subject.file.text is not None and not subject.file.documents:
        yield RULE.finding(subject.file, (1, 1), "file has no cards", "add a card, or remove the file")


RULE = Rule(code="C138", name="no-documents", check_file=check)

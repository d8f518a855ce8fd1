"""An anchor or an alias: `&name` and `*name`.

With them a value stands where nobody wrote it: blame, differences and a look at the card do not show who did. A few
of them in one file can also stand for millions of values.

    # refused
    name: tiny
    model_config: &config {d_model: 64}
    model_config_overrides: *config

Write the value out, or put it into a card that others have as their `base`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.rules.rule import FileSubject, Rule

_MORE_TELLING = frozenset({"C129", "C130"})


def check(subject: FileSubject) -> Iterator[Finding]:
    file = subject.file
    for document in file.documents:
        if any(finding.code in _MORE_TELLING for finding in document.findings):
            continue
        for place in document.aliases:
            yield RULE.finding(file, place, "an alias: the value was written elsewhere", "write it out")
        if not document.aliases and not document.merges:
            for name, place in document.anchors.items():
                yield RULE.finding(file, place, f"an anchor, &{name}, which nothing uses", "remove it")


RULE = Rule(code="C127", name="anchor", once_per_card=True, check_file=check)

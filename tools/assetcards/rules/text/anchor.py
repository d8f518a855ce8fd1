"""An anchor or an alias: `&name` or `*name`.

With an alias, a value is written somewhere other than where it is used, so blame, diffs and the card itself do not
show where it comes from. A few aliases in one file can also expand to millions of values.

    # refused
    name: tiny
    model_config: &config {d_model: 64}
    model_config_overrides: *config

Write the value out, or move it to a card that others use as their `base`.
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
        for location in document.aliases:
            yield RULE.finding(file, location, "alias refers to a value written elsewhere", "write the value out")
        if not document.aliases and not document.merges:
            for name, location in document.anchors.items():
                yield RULE.finding(file, location, f"unused anchor &{name}", "remove it")


RULE = Rule(code="C127", name="anchor", once_per_card=True, check_file=check)

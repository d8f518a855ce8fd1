"""A file with a suffix that differs from that of a card file in case: `.YAML`, `.Yml`.

Card files are `*.yaml` and `*.yml`, here and in fairseq2, so the cards of such a file are not read; on a
case-insensitive file system it looks as if they were.

    # a warning
    models/qwen.YAML

Rename the file. The rule does not apply to a folder of cards without `catalog.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.rules.rule import CatalogSubject, Rule


def check(subject: CatalogSubject) -> Iterator[Finding]:
    home = subject.catalog.home
    for path in home.misspelled_paths() if home is not None else ():
        stem, _, suffix = path.rpartition(".")
        message = f"suffix '.{suffix}' is not that of a card file"
        yield RULE.finding(path, (0, 0), message, f"rename it to '{stem}.{suffix.lower()}'")


RULE = Rule(code="C219", name="suffix-case", covers_catalog=True, check_catalog=check)

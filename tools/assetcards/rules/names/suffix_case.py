"""A file whose name ends like that of a card file but for capitals: `.YAML`, `.Yml`.

Card files are `*.yaml` and `*.yml`, here and for fairseq2, so nobody reads the cards of such a file; and on a file
system that does not tell capitals apart it looks as if they were read.

    # warned of
    models/qwen.YAML

Rename the file. The rule does not hold in a folder of cards without `catalog.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.rules.rule import CatalogSubject, Rule


def check(subject: CatalogSubject) -> Iterator[Finding]:
    home = subject.catalog.home
    for path in home.tree.misspelled_files() if home is not None else ():
        stem, _, suffix = path.rpartition(".")
        message = f"is no card file, for its name ends with '.{suffix}'"
        yield RULE.finding(path, (0, 0), message, f"rename it to '{stem}.{suffix.lower()}'")


RULE = Rule(code="C219", name="suffix-case", covers_catalog=True, check_catalog=check)

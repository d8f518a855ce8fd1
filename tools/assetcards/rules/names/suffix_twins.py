"""A file `x.yml` beside a file `x.yaml`.

Both are read, but people look into one of the two: who edits a card in `qwen.yaml` does not see that `qwen.yml` has
cards, too, and a file that was renamed and came back with a merge looks just so.

    # warned of
    models/qwen.yaml
    models/qwen.yml

Put the cards into one file. The rule does not hold in a folder of cards without `catalog.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.rules.rule import CatalogSubject, Rule


def check(subject: CatalogSubject) -> Iterator[Finding]:
    paths = set(subject.laid_out_paths)
    for path in subject.laid_out_paths:
        twin = f"{path.removesuffix('.yml')}.yaml"
        if path.endswith(".yml") and twin in paths:
            yield RULE.finding(path, (0, 0), f"stands beside {twin!r}", "put the cards of both into one file")


RULE = Rule(code="C217", name="suffix-twins", covers_catalog=True, check_catalog=check)

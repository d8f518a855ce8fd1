"""A file `x.yml` beside a file `x.yaml`.

Both are read, but people look at only one of the two: when editing a card in `qwen.yaml`, nobody sees that `qwen.yml`
has cards, too. It also happens when a merge restores a file that was renamed.

    # a warning
    models/qwen.yaml
    models/qwen.yml

Move the cards into one file. The rule does not apply to a folder of cards without `catalog.toml`.
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
            yield RULE.finding(path, (0, 0), f"file {twin!r} exists, too", "move the cards of both into one file")


RULE = Rule(code="C217", name="suffix-twins", covers_catalog=True, check_catalog=check)

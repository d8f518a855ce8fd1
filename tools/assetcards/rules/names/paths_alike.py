"""Card files whose paths differ only in case or in the Unicode form of their characters.

On the file systems of Windows and macOS `models/Qwen.yaml` and `models/qwen.yaml` are one file: a checkout there holds
one of the two, and the cards of the other are gone without a word.

    # refused
    models/Qwen.yaml
    models/qwen.yaml

Rename one of the two, or put their cards into one file. The rule does not hold in a folder of cards without
`catalog.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.names import fold_name
from assetcards.rules.rule import CatalogSubject, Rule


def check(subject: CatalogSubject) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for path in subject.laid_out_paths:
        other = first.setdefault(fold_name(path), path)
        if other != path and _without_environments(other) != _without_environments(path):
            message = f"the path differs from {other!r} in case or Unicode form alone"
            yield RULE.finding(path, (0, 0), message, "rename one of the two")


def _without_environments(path: str) -> list[str]:
    """The parts of a path but for `@ENV`: two spellings of an environment are told of by names-alike (C211)."""
    return [part for part in path.split("/") if not part.startswith("@")]


RULE = Rule(code="C215", name="paths-alike", covers_catalog=True, check_catalog=check)

"""Card files whose paths differ only in case or in the Unicode form of their characters.

On the file systems of Windows and macOS, `models/Qwen.yaml` and `models/qwen.yaml` are one file: a checkout has only
one of the two, and the cards of the other are missing without an error.

    # refused
    models/Qwen.yaml
    models/qwen.yaml

Rename one of the two, or move their cards into one file. The rule does not apply to a folder of cards without
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
            message = f"path differs from {other!r} only in case or Unicode form"
            yield RULE.finding(path, (0, 0), message, "rename one of the two")


def _without_environments(path: str) -> list[str]:
    """The parts of a path except `@ENV`: names-alike (C211) reports two spellings of an environment."""
    return [part for part in path.split("/") if not part.startswith("@")]


RULE = Rule(code="C215", name="paths-alike", covers_catalog=True, check_catalog=check)

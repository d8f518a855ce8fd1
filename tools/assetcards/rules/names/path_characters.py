"""A card file whose path has unprintable characters, is not UTF-8, or has a part that starts with `-`.

Programs read a file name that starts with `-` as an option. Terminals, archives and other systems change or drop
control characters and bytes that are not UTF-8, and invisible characters hide what the file is.

    # refused
    models/--config=evil.yaml

Rename the file. The rule does not apply to a folder of cards without `catalog.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.rules.rule import CatalogSubject, Rule


def check(subject: CatalogSubject) -> Iterator[Finding]:
    for path in subject.laid_out_paths:
        problem = _maybe_problem(path)
        if problem is not None:
            yield RULE.finding(path, (0, 0), f"path {problem}", "rename the file with plain letters and digits")


def _maybe_problem(path: str) -> str | None:
    if not path.isprintable():
        odd = next(character for character in path if not character.isprintable())
        if "\ud800" <= odd <= "\udfff":
            return "is not UTF-8"
        return f"contains the unprintable character U+{ord(odd):04X}"
    dashed = next((part for part in path.split("/") if part.startswith("-")), None)
    return f"has a part that starts with '-': {dashed!r}" if dashed is not None else None


RULE = Rule(code="C216", name="path-characters", check_catalog=check)

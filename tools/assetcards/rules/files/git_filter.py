"""A card file, or `catalog.toml`, whose attributes make git run a filter.

With the attribute `filter`, a program from the configuration of each clone converts the file between commit and
checkout. Its output is unknown before it runs, and differs where it is not configured: the card that people validate
may differ from the card that is locked and read by revision. `catalog` does not run filters.

    # a warning, in .gitattributes
    *.yaml filter=lfs

Remove `filter` from the attributes of these files: list only the files that need it, or add `*.yaml -filter` after
them.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.rules.rule import CatalogSubject, Rule
from assetcards.trees.tree import SETTINGS_FILE


def check(subject: CatalogSubject) -> Iterator[Finding]:
    for path, attributes in subject.attributes.items():
        if attributes.filter and (path != SETTINGS_FILE or subject.settings_content):
            message = f"the git filter {attributes.filter!r} changes this file between commit and checkout"
            hint = "remove `filter` from its attributes: `*.yaml -filter` in .gitattributes"
            yield RULE.finding(subject.own_files.get(path, path), (0, 0), message, hint)


RULE = Rule(code="C004", name="git-filter", check_catalog=check)

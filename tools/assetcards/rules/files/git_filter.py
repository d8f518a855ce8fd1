"""A card file, or `catalog.toml`, whose attributes have git run a filter.

With the attribute `filter` a program of each clone's own configuration makes the file of a checkout from that of the
commit, and the other way round. What it makes is not known before it runs, and differs where it is not configured: the
card that people validate need not be the card that is locked and read by revision. `catalog` runs no filter.

    # warned of, in .gitattributes
    *.yaml filter=lfs

Remove `filter` from the attributes of these files: name the files that need it, or add `*.yaml -filter` behind them.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.rules.rule import CatalogSubject, Rule
from assetcards.trees.tree import SETTINGS_FILE


def check(subject: CatalogSubject) -> Iterator[Finding]:
    for path, attributes in subject.attributes.items():
        if attributes.filter and (path != SETTINGS_FILE or subject.settings_content):
            message = f"the filter {attributes.filter!r} decides what a checkout has of this file, and what a commit"
            hint = "remove `filter` from its attributes: `*.yaml -filter` in .gitattributes"
            yield RULE.finding(subject.own_files.get(path, path), (0, 0), message, hint)


RULE = Rule(code="C004", name="git-filter", check_catalog=check)

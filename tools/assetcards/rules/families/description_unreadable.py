"""A description of families in `catalog.toml` that cannot be used.

`families.descriptions` names JSON files of the catalog, `families.packages` installed packages that have a file
`assetcards-families.json`. A file that is not there, or is no description, leaves its families without one, so that
their configs are not checked.

    # refused
    [families]
    descriptions = ["families/none.json"]

Correct the path, install the package, or write the file again: `catalog families describe --package NAME`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.settings_reading import locate_settings
from assetcards.rules.rule import CatalogSubject, Rule
from assetcards.trees.tree import SETTINGS_FILE


def check(subject: CatalogSubject) -> Iterator[Finding]:
    locate = locate_settings(subject.catalog.own.tree)
    for (setting, number), error in subject.families.problems:
        location = locate(("families", setting, number))
        yield RULE.finding(SETTINGS_FILE, location, error.message, error.hint)


RULE = Rule(code="C708", name="description-unreadable", check_catalog=check)

"""A `catalog.toml` that cannot be read.

`catalog.toml` marks the root of a catalog and holds its settings. When it is not valid TOML, none of its settings
applies: the environments that it lists are unknown, and the findings that it silences are reported.

    # refused: catalog.toml
    environments = ["lab"

Fix the syntax at the line reported; https://toml.io describes the language on one page.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C901", name="settings-syntax", covers_catalog=True)

"""A `catalog.toml` that cannot be read.

`catalog.toml` marks the root of a catalog and holds its settings. When it is not TOML, none of its settings holds:
the environments that it names are unknown, and what it ignores is reported.

    # refused: catalog.toml
    environments = ["lab"

Mend the syntax at the place named; https://toml.io has the language on one page.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C901", name="settings-syntax", covers_catalog=True)

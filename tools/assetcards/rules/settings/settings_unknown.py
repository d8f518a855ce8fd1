"""An unknown setting.

A setting with a mistyped name would have no effect without an error. So `catalog.toml` may have only the settings of
docs/settings.md.

    # refused: catalog.toml
    enviroments = ["lab"]

Fix the name, or remove the setting.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C902", name="settings-unknown", covers_catalog=True)

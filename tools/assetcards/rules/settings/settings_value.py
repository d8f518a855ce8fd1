"""A setting with an invalid value.

The default applies instead of an invalid value. The finding says what the setting may have; docs/settings.md
documents all settings and their ceilings: `catalog.toml` may come with the very cards that its bounds protect
against.

    # refused: catalog.toml
    environments = "lab"

Write a valid value, here `environments = ["lab"]`.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C903", name="settings-value", covers_catalog=True)

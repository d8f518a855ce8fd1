"""A setting with a value that it cannot have.

The default holds instead of a wrong value. The finding says what the setting takes; docs/settings.md has them all,
and the ceilings that no setting may go beyond: `catalog.toml` may come with the cards that its bounds are there for.

    # refused: catalog.toml
    environments = "lab"

Write the value that is asked for, here `environments = ["lab"]`.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C903", name="settings-value", covers_catalog=True)

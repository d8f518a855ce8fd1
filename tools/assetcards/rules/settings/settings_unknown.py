"""A setting that there is not.

A setting whose name is mistyped does nothing, and nobody is told: so `catalog.toml` may have no others than those of
docs/settings.md.

    # refused: catalog.toml
    enviroments = ["lab"]

Mend the name, or take the setting out.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C902", name="settings-unknown", covers_catalog=True)

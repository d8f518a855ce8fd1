"""An addition that is listed for whoever reviews the change.

Environments and fields that a change adds to `catalog.toml` apply at once, and so does a comment that silences advice
on its own line. They stop nobody, and nobody has to search for them: they are listed.

    # listed, in the change that adds it: catalog.toml
    environments = ["lab"]

Nothing has to be done. Check that the name is meant, and not a typo of one that is there already.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C909", name="added-by-change", covers_catalog=True)

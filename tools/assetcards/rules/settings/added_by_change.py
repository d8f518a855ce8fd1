"""An addition that is listed for the reviewer of a change.

Environments and fields that a change adds to `catalog.toml` apply at once, and so does a comment that silences advice
on its own line. So do the families that it describes, in `catalog.toml` or in a description that is named there. They
do not fail a change, and are listed so that reviewers see them.

    # listed, in the change that adds it: catalog.toml
    environments = ["lab"]

Nothing has to be done. Check that the name is intended, and not a typo of an existing one. `catalog diff --opened`
shows what another description changes in the configs of cards.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C909", name="added-by-change", covers_catalog=True)

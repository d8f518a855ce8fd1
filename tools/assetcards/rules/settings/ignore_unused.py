"""A suppression that silences nothing.

The finding that it was written for is mended or has moved, and what is left would silence the next one that nobody
looked at. A comment counts for the line that it stands on, and an `[[ignore]]` of `catalog.toml` for the files that
its `path` names.

    # warned of
    name: tiny
    description: "A model."  # catalog: ignore[C610] the hub has no commits for it

Take it away, or move it to the line of the finding.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C906", name="ignore-unused", covers_catalog=True)

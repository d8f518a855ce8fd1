"""A suppression that silences nothing.

The finding is fixed or has moved, and the suppression would silence a later finding that nobody has looked at. A
comment applies to its own line, and an `[[ignore]]` of `catalog.toml` to the files that match its `path`.

    # a warning
    name: tiny
    description: "A model."  # catalog: ignore[C610] the hub has no commits for it

Remove it, or move it to the line of the finding.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C906", name="ignore-unused", covers_catalog=True)

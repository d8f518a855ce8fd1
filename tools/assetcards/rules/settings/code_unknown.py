"""A code to be silenced that no rule has, or that cannot be silenced.

Codes are named in `catalog.toml` and in comments like `# catalog: ignore[C610] the hub has no commits for it`. A
mistyped one silences nothing, or one day something else. In `catalog.toml` the beginning of codes may stand for all
of them (`C6`), in a comment each is written out.

The rules on settings and suppressions (C9) cannot be silenced. What reading and resolving note themselves, such as
an unknown base, cannot be turned off for the whole catalog in `rules.ignore`: only where it is, with a reason.

    # refused: catalog.toml
    [rules]
    ignore = ["C699"]

Mend the code; `catalog rules` lists them.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C904", name="code-unknown", covers_catalog=True)

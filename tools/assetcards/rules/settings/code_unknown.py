"""An unknown code in a suppression, or one that cannot be silenced.

Codes are named in `catalog.toml` and in comments like `# catalog: ignore[C610] the hub has no commits for it`. A
mistyped code silences nothing, or later something else. In `catalog.toml` a prefix stands for all its codes (`C6`),
in a comment each code is written out.

The rules on settings and suppressions (C9) cannot be silenced. Errors of reading and resolving, such as an unknown
base, cannot be turned off for the whole catalog in `rules.ignore`, only at their location, with a reason.

    # refused: catalog.toml
    [rules]
    ignore = ["C699"]

Fix the code; `catalog rules` lists all codes.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C904", name="code-unknown", covers_catalog=True)

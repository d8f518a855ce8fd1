"""A suppression comment without a code or a reason, or with capitals.

Later readers need to know which finding is silenced and why, and search for `catalog: ignore` to find all such lines.
A comment without that silences nothing.

    # refused
    name: tiny
    checkpoint: "hg://example/tiny"  # catalog: ignore[C610]

Write `# catalog: ignore[CODE] REASON`. It may have several codes, at most 50: `ignore[C610, C611]`.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C905", name="ignore-unexplained", covers_catalog=True)

"""A comment that should silence a finding, but names no code, gives no reason, or is written with capitals.

Who comes after wants to know why this line may do what others may not, and which finding was meant, and looks for
`catalog: ignore` to find all such lines. A comment without any of that silences nothing.

    # refused
    name: tiny
    checkpoint: "hg://example/tiny"  # catalog: ignore[C610]

Write `# catalog: ignore[CODE] REASON`, with several codes if need be: `ignore[C610, C611]`, and
50 at most.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C905", name="ignore-unexplained", covers_catalog=True)

"""A key that stands twice in one mapping.

Some readers keep the last value, fairseq2 refuses the whole store. However it is quoted, it is the same key.

    # refused
    name: tiny
    checkpoint: "hg://example/tiny"
    checkpoint: "hg://example/small"

Keep one of the two. Two cards in one file are told apart by a line `---`: where a second `name` tells that it was
forgotten, nothing is said of the other keys.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C121", name="duplicate-key")

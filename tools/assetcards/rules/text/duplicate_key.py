"""A key that is used twice in one mapping.

Some YAML parsers keep the last value; fairseq2 refuses the whole store. Quoting makes no difference: it is the same
key.

    # refused
    name: tiny
    checkpoint: "hg://example/tiny"
    checkpoint: "hg://example/small"

Keep one of the two. Cards in one file are separated by a line `---`: where a second `name` shows that it was
forgotten, the other duplicate keys are not reported.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C121", name="duplicate-key")

"""A file that exceeds the bounds: too large, nested too deeply, or with too many documents or values.

The bounds keep reading fast whatever a file contains: 1 MiB, 64 levels of nesting, 50,000 values once aliases are
expanded, 10,000 documents. The setting `bounds` in `catalog.toml` can change them, up to ceilings
(docs/settings.md).

    # refused
    name: tiny
    model_config: &a [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
    c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
    d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
    e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]

Split the file, or store what is not a card elsewhere and refer to it from the card.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C130", name="bounds")

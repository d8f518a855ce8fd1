"""A file beyond the bounds: too large, too deep, too many documents or values.

The bounds keep reading quick whatever stands in a file: 1 MiB, 64 levels of nesting, 50,000 values once aliases are
expanded, 10,000 documents. The setting `bounds` in `catalog.toml` can change them, up to ceilings (docs/settings.md).

    # refused
    name: tiny
    model_config: &a [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
    c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
    d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
    e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]

Split the file, or keep what is no card somewhere else and name it in the card.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C130", name="bounds")

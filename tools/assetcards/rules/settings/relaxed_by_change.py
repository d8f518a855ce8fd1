"""A setting that the judged change relaxes.

A change to `catalog.toml` may turn rules off, silence files, allow addresses, raise bounds and relax the policy. None
of it applies to the change that brings it, but all of it applies to every later change. So somebody has to look at
it, whether it silences anything now or not. The same applies to a second `catalog.toml` that would be found instead
of this one.

    # a warning, in the change that adds it: catalog.toml
    [rules]
    ignore = ["C602"]

Leave the setting as it was, or have it reviewed. A stricter setting is not reported.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C908", name="relaxed-by-change", covers_catalog=True)

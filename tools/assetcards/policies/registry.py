"""All change policies, by code."""

from __future__ import annotations

from assetcards.policies import (
    broken,
    checkpoint,
    digest,
    frozen,
    license,  # noqa: A004 (named as the field)
    removed,
    reused,
    unresolved,
)

POLICY_MODULES = {
    module.POLICY.code: module for module in (removed, checkpoint, digest, license, reused, frozen, unresolved, broken)
}
"""From the code of each policy to its module, whose docstring is the manual page."""

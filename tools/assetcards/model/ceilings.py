"""The ceilings of settings: `catalog.toml` may come with the very cards that its bounds protect against.

With every setting at its ceiling, each verb still ends in bounded time; no setting lifts one.
"""

from __future__ import annotations

from collections.abc import Mapping

CEILINGS: Mapping[str, int] = {
    "exclude": 200,
    "environments": 500,
    "fields": 1000,
    "rules.select": 200,
    "rules.ignore": 200,
    "ignore": 500,
    "ignore.path": 200,
    "ignore.codes": 50,
    "ignore.reason": 16_384,
    "uris.schemes": 50,
    "uris.hosts": 200,
    "bounds.file_bytes": 1 << 23,
    "bounds.depth": 200,
    "bounds.nodes": 250_000,
    "bounds.documents": 50_000,
    "policy.frozen_fields": 200,
    "upstream": 20,
    "families.descriptions": 50,
    "families.packages": 50,
    "families.architectures": 1000,
    "families.declared": 1000,
}
"""The ceiling of each setting that has one: items of a list, characters of a string, or a number."""

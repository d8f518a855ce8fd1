"""Documents for programs, and what several of them say alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from assetcards.values import as_json_value

if TYPE_CHECKING:
    from assetcards.model.catalog import Catalog, Revision
    from assetcards.names import Asked, FullName
    from assetcards.trees.tree import TreeOrigin

SCHEMA_VERSION = 2
"""The version of every JSON document; it changes only when a field is removed or gets another meaning."""


def render_json(document: Mapping[str, object]) -> str:
    """A document with its `schema_version` as JSON; in ASCII, so that every terminal can take it."""
    import json

    return json.dumps(_versioned(document), indent=2) + "\n"


def render_json_line(document: Mapping[str, object]) -> str:
    """The same on one line, for a stream of documents."""
    import json

    return json.dumps(_versioned(document)) + "\n"


def render_yaml(document: Mapping[str, object]) -> str:
    """The same document as YAML.

    >>> print(render_yaml({"name": "tiny"}), end="")
    schema_version: 2
    name: tiny
    """
    from assetcards.text import yamltext

    return yamltext.render_yaml(_versioned(document))


def _versioned(document: Mapping[str, object]) -> dict[str, object]:
    return {"schema_version": SCHEMA_VERSION, **as_json_value(document)}


def describe_revision(revision: Revision | None) -> dict[str, str] | None:
    """The revision asked for and its commit, or None for a checkout."""
    return {"asked": revision.asked, "commit": revision.commit} if revision else None


def describe_root_of(catalog: Catalog) -> str | None:
    """The folder that paths of a catalog are relative to; null where there is no catalog."""
    return describe_root(catalog.own.origin) if catalog.stores else None


def describe_root(origin: TreeOrigin) -> str:
    """The folder that paths of a tree are relative to: on disk, or in the repository of a commit or an index."""
    return origin.folder or "." if origin.kind in ("git", "index") else origin.place


def describe_name(name: FullName | Asked) -> dict[str, object]:
    """A card, and the environment that is meant, if any."""
    return {"name": name.name, "env": name.env or None}


def written_in_full(name: FullName) -> str:
    """`name@` for a plain card, `name@env` for an override (CARD_SPEC 3)."""
    return f"{name.name}@{name.env}"

"""Documents for programs, and what several of them say alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from assetcards.values import as_json_value

if TYPE_CHECKING:
    from assetcards.model.catalog import Catalog
    from assetcards.names import FullName

SCHEMA_VERSION = 1
"""The version of every JSON document; it changes only when a field is taken away or means something else."""


def render_document(document: Mapping[str, object], output_format: str) -> str:
    """A document with its `schema_version`, as `json` or `yaml`; in ASCII, so that every terminal can take it.

    >>> print(render_document({"name": "tiny"}, "yaml"), end="")
    schema_version: 1
    name: tiny
    """
    versioned = {"schema_version": SCHEMA_VERSION, **as_json_value(document)}
    if output_format == "yaml":
        from assetcards.text.yamltext import render_yaml

        return render_yaml(versioned)
    import json

    return json.dumps(versioned, indent=2) + "\n"


def render_json(document: Mapping[str, object]) -> str:
    """A document as JSON."""
    return render_document(document, "json")


def describe_revision(catalog: Catalog) -> dict[str, str] | None:
    """The revision asked for and its commit, or None for a checkout."""
    revision = catalog.revision
    return {"asked": revision.asked, "commit": revision.commit} if revision else None


def written_in_full(name: FullName) -> str:
    """`name@` for a plain card, `name@env` for an override (CARD_SPEC 3)."""
    return f"{name.name}@{name.env}"

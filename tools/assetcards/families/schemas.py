"""Finds its way in the JSON Schema of a config: from a mapping to the schemas of its keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Schema: TypeAlias = "Mapping[str, Any] | bool"


def resolved(schema: Schema, definitions: Mapping[str, Any]) -> Schema:
    """The schema itself, behind references and behind "or null".

    >>> resolved({"if": {"type": "null"}, "else": {"$ref": "#/$defs/x"}}, {"x": {"type": "object"}})
    {'type': 'object'}
    """
    for _ in range(len(definitions) + 2):
        if isinstance(schema, Mapping) and "$ref" in schema:
            schema = definitions[schema["$ref"].rpartition("/")[2]]
        elif isinstance(schema, Mapping) and schema.get("if") == {"type": "null"}:
            schema = schema.get("else", True)
        else:
            break
    return schema


def maybe_class(schema: Schema) -> str | None:
    """The name of the class that a schema refers to, or null; None for another schema."""
    if isinstance(schema, Mapping) and schema.get("if") == {"type": "null"}:
        schema = schema.get("else", True)
    return schema["$ref"].rpartition("/")[2] if isinstance(schema, Mapping) and "$ref" in schema else None


def takes_mappings(schema: Schema) -> bool:
    """Whether a resolved schema is one of mappings, or takes everything."""
    return schema is True or (isinstance(schema, Mapping) and schema.get("type") == "object")


def maybe_key_schema(schema: Schema, key: object) -> Schema | None:
    """The schema of what is below a key of a mapping; None when the mapping does not have the key."""
    if not isinstance(schema, Mapping):
        return schema
    if key in schema.get("properties", {}):
        found: Schema = schema["properties"][key]
        return found
    others: Schema = schema.get("additionalProperties", True)
    return None if others is False and "properties" in schema else others

"""What a schema expects, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assetcards.families.description import FamilyDescription
from assetcards.families.schemas import Schema
from assetcards.names import suggest_names

_TYPES = {
    "boolean": "true or false",
    "integer": "an integer",
    "number": "a number",
    "string": "a string",
    "null": "null",
    "object": "a mapping",
    "array": "a list",
}
_PLURALS = {"integer": "integers", "number": "numbers", "string": "strings", "object": "mappings", "array": "lists"}


MOST = 8
"""How many names a hint lists."""


def expected(schema: Schema, instead_of: object = None) -> str:
    """What a schema expects, in words; empty when it takes nothing, or everything.

    >>> expected({"type": ["integer", "boolean"]}), expected({"if": {"type": "null"}, "else": {"type": "string"}})
    ('an integer', 'a string or null')
    >>> expected({"type": "array", "items": {"type": "number"}}), expected({"enum": ["pre", "post"]}, "prae")
    ('a list of numbers', "'pre' or 'post'")
    """
    choices = schema.get("enum", []) if isinstance(schema, Mapping) else []
    if len(choices) > MOST:
        close = suggest_names(str(instead_of), choices, limit=1)
        which = f"{close[0]!r}, or another" if close else "one"
        return f"{which} of its {len(choices)} choices"
    return " or ".join(_words(schema))


def listed(names: Sequence[str], family: FamilyDescription) -> str:
    """A hint that lists the names which a family has, or says how to list them.

    >>> from assetcards.families.description import shipped_descriptions
    >>> listed([str(number) for number in range(20)], shipped_descriptions()[0])
    'see `catalog families show gemma3n`'
    """
    few = len(names) <= MOST
    return f"it has {', '.join(names)}" if few and names else f"see `catalog families show {family.name}`"


def _words(schema: Schema) -> Iterator[str]:
    if isinstance(schema, bool):
        return
    if "enum" in schema:
        yield from map(repr, schema["enum"])
    elif "anyOf" in schema:
        for each in schema["anyOf"]:
            yield from _words(each)
    elif "if" in schema:
        for each in (schema.get("then", False), schema.get("else", False)):
            yield from _words(each)
        if schema["if"] == {"type": "null"}:
            yield "null"
    elif "$ref" in schema:
        yield "a mapping"
    else:
        yield from _of_type(schema)


def _of_type(schema: Mapping[str, Any]) -> Iterator[str]:
    types = schema.get("type", ())
    for name in [types] if isinstance(types, str) else types:
        if name == "boolean" and len(types) == 2 and not isinstance(types, str):
            continue  # an integer, of which a boolean is one for Python
        yield f"{_TYPES[name]}{_of_items(schema)}" if name == "array" else _TYPES[name]


def _of_items(schema: Mapping[str, Any]) -> str:
    fixed = schema.get("prefixItems", [])
    items = fixed[0] if fixed else schema.get("items")
    types = items.get("type", "") if isinstance(items, Mapping) else ""
    kind = types if isinstance(types, str) else types[0]
    count = f"{len(fixed)} " if fixed else ""
    return f" of {count}{_PLURALS.get(kind, 'items')}" if count or kind in _PLURALS else ""

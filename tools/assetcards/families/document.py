"""Documents `assetcards-families`: from bytes to a valid document, or the sentence that says why not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pkgutil import get_data
from typing import Any

from assetcards.errors import AssetCardsError
from assetcards.families.values import document_errors

MAX_BYTES = 8 << 20
SCHEMA_FILE = "assetcards-families.schema.json"

_IN_PLACE = ("if", "then", "else", "loses")
"""Where a schema has others for the same value."""


class DescriptionError(AssetCardsError):
    """A document is no family description; `where` names it.

    >>> DescriptionError("families/lab.json", "is no JSON").where
    'families/lab.json'
    """

    def __init__(self, where: str, problem: str, hint: str = "write it again with `catalog families describe`") -> None:
        super().__init__(f"{where} {problem}", hint=hint)
        self.where = where


def parse_document(content: bytes, where: str) -> dict[str, Any]:
    """The document in the bytes of a file. Raises DescriptionError when it is none, or refers to what is not there."""
    if len(content) > MAX_BYTES:
        raise DescriptionError(where, f"is larger than {MAX_BYTES >> 20} MiB")
    try:
        document = json.loads(content, object_pairs_hook=_without_duplicates)
        errors = document_errors(_schema(), document)
        error = min(errors, key=lambda each: list(map(str, each.absolute_path)), default=None)
    except (ValueError, RecursionError) as problem:
        raise DescriptionError(where, f"is no JSON: {_first_words(problem)}") from None
    if error is not None:
        at = "/".join(map(str, error.absolute_path))
        raise DescriptionError(where, f"is no family description: {_first_words(error.message)} (at {at or 'the top'})")
    for problem_of_references in _bad_references(document):
        raise DescriptionError(where, f"is no family description: {problem_of_references}")
    parsed: dict[str, Any] = document
    return parsed


@cache
def _schema() -> Any:
    return json.loads(get_data(__package__, SCHEMA_FILE) or b"")


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the key {next(name for name in names if names.count(name) > 1)!r} is there twice")
    return found


def _bad_references(document: Mapping[str, Any]) -> Iterator[str]:
    definitions = document.get("$defs", {})
    configs = [family["config"] for each in document["families"].values() for family in each.values()]
    for name in sorted({name for schema in (*definitions.values(), *configs) for name in _names_in(schema)}):
        if name not in definitions:
            yield f"$defs has no {name!r}"
        elif _leads_back(name, definitions):
            yield f"{name!r} in $defs refers to itself"


def _names_in(schema: Any) -> Iterator[str]:
    """All references of a schema, and of those in it."""
    waiting = [schema]
    while waiting:
        schema = waiting.pop()
        if isinstance(schema, list):
            waiting += schema
        elif isinstance(schema, Mapping):
            if isinstance(schema.get("$ref"), str):
                yield schema["$ref"].rpartition("/")[2]
            waiting += schema.values()


def _leads_back(name: str, definitions: Mapping[str, Any]) -> bool:
    """Whether the value of a definition is judged by that definition again, and so without end."""
    seen: set[str] = set()
    waiting = [definitions[name]]
    while waiting:
        schema = waiting.pop()
        if not isinstance(schema, Mapping):
            continue
        waiting += [schema[key] for key in _IN_PLACE if key in schema] + schema.get("anyOf", [])
        found = schema.get("$ref", "").rpartition("/")[2]
        if found == name:
            return True
        if found in definitions and found not in seen:
            seen.add(found)
            waiting.append(definitions[found])
    return False


def _first_words(problem: object) -> str:
    words = str(problem)
    return words if len(words) <= 200 else f"{words[:200]}..."

"""Where a name is known that a family does not have where a card writes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from assetcards.dotted import dotted_name
from assetcards.families.description import FamilyDescription
from assetcards.families.schemas import Schema, resolved

_DEPTH = 8
"""How deep keys are looked for; a class may be inside itself."""


def maybe_other_location(family: FamilyDescription, path: tuple[Any, ...], others: Iterable[FamilyDescription]) -> str:
    """How to write a config key that a family does not have there; empty when neither it nor the others have it.

    `others` are those that the card names for its other kinds.
    """
    inside = [each for each in _keys(family).get(path[-1], ()) if each != path]
    if len(inside) == 1:
        return f"did you mean {dotted_name([f'{family.kind}_config', *inside[0]])!r}?"
    for other in others:
        if path in _keys(other).get(path[-1], ()):
            return f"the {other.kind} family {other.name} has it: write it into {other.kind}_config"
    return ""


def maybe_family_with(architecture: str, described: Iterable[FamilyDescription]) -> str | None:
    """The family of models that has an architecture; None when none or several have it."""
    names = [each.name for each in described if architecture in each.architectures]
    return names[0] if len(names) == 1 else None


@lru_cache(maxsize=256)
def _keys(family: FamilyDescription) -> Mapping[Any, list[tuple[Any, ...]]]:
    """From each key of the config of a family to the paths that end in it."""
    found: defaultdict[Any, list[tuple[Any, ...]]] = defaultdict(list)
    for path in _paths(family.config or False, family.definitions, ()):
        found[path[-1]].append(path)
    return found


def _paths(schema: Schema, definitions: Mapping[str, Any], above: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    mapping = resolved(schema, definitions)
    if isinstance(mapping, Mapping) and len(above) < _DEPTH:
        for key, below in mapping.get("properties", {}).items():
            yield (*above, key)
            yield from _paths(below, definitions, (*above, key))

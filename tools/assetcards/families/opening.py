"""The config as a family's code gets it: a patch applied onto the defaults, every leaf with its origin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from assetcards.families.description import FamilyDescription
from assetcards.families.schemas import Schema, maybe_key_schema, resolved
from assetcards.model.card import Card
from assetcards.model.patches import Branch, Composed, Deletion, Effect, Leaf, apply

Path = tuple[Any, ...]


class CardOrigin(NamedTuple):
    """The card, and its line, that wrote a value."""

    card: Card
    line: int


class DefaultOrigin(NamedTuple):
    """Where a value that no card writes is from: an architecture, or, without a name, the config class."""

    architecture: str | None


class OpenedLeaf(NamedTuple):
    """A value of an opened config."""

    path: Path
    value: Any
    origin: CardOrigin | DefaultOrigin


def opened_config(family: FamilyDescription, architecture: str | None, patch: Composed | None) -> Any:
    """The config of a card of a described family: what its class makes of the defaults and the patch."""
    base = _base(family, architecture)
    if patch is None or family.config is None:
        return base
    return _completed(apply(patch, base), family.config, family.definitions)


def opened_leaves(
    family: FamilyDescription, architecture: str | None, patch: Composed | None, opened: Any
) -> Iterator[OpenedLeaf]:
    """Every leaf of an opened config with its origin."""
    yield from _leaves(patch, _base(family, architecture), DefaultOrigin(architecture), opened, ())


def _base(family: FamilyDescription, architecture: str | None) -> Any:
    """What layers are applied to; of a class that cannot be made without them, the fields that have a default."""
    base = family.base_config(architecture)
    if base is not None or family.config is None:
        return base
    schema = resolved(family.config, family.definitions)
    properties = schema.get("properties", {}) if isinstance(schema, Mapping) else {}
    return {name: each["default"] for name, each in properties.items() if "default" in each}


def _leaves(effect: Effect | None, base: Any, default: DefaultOrigin, opened: Any, path: Path) -> Iterator[OpenedLeaf]:
    if isinstance(effect, Leaf):
        yield OpenedLeaf(path, opened, CardOrigin(effect.card, effect.line))
    elif isinstance(opened, Mapping) and opened:
        below = base if isinstance(base, Mapping) and not _replaces(effect) else {}
        for key, value in opened.items():
            inside = effect.entries.get(key) if isinstance(effect, Branch) else None
            from_base = key in below and not isinstance(inside, Deletion)
            origin = default if from_base else DefaultOrigin(None)
            yield from _leaves(inside, below.get(key), origin, value, (*path, key))
    elif isinstance(effect, Branch):
        yield OpenedLeaf(path, opened, CardOrigin(effect.card, effect.line))
    else:
        yield OpenedLeaf(path, opened, default)


def _replaces(effect: Effect | None) -> bool:
    return isinstance(effect, Branch) and effect.replaces is not None


def _completed(value: Any, schema: Schema, definitions: Mapping[str, Any]) -> Any:
    """A value as the converter makes it: classes fill missing fields, integers become numbers."""
    found = resolved(schema, definitions)
    if not isinstance(found, Mapping):
        return value
    if isinstance(value, Mapping):
        return _object(value, found, definitions)
    if isinstance(value, list):
        return _array(value, found, definitions)
    if found.get("type") == "number" and isinstance(value, int):
        return float(value)
    if isinstance(value, str):
        return found.get("aliases", {}).get(value, value)
    return value


def _object(value: Mapping[Any, Any], schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> dict[Any, Any]:
    properties = schema.get("properties", {})
    completed = {
        key: _completed(each, maybe_key_schema(schema, key) or True, definitions) for key, each in value.items()
    }
    missing = {
        key: each["default"]
        for key, each in properties.items()
        if key not in value and isinstance(each, Mapping) and "default" in each
    }
    return {**completed, **missing}


def _array(value: list[Any], schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> list[Any]:
    fixed = schema.get("prefixItems", [])
    rest = [schema.get("items", True)] * (len(value) - len(fixed))
    return [_completed(each, items, definitions) for each, items in zip(value, [*fixed, *rest], strict=False)]

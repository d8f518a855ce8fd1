"""The defaults of a config class: what layers are applied to, and what stays although no card could write it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from assetcards.families.checking import FaultKind
from assetcards.model.patches import Branch, Composed, Effect
from assetcards.opening.faults import Fault, Way
from assetcards.opening.values import Kept


def fields_without_defaults(config: type) -> list[str]:
    """The fields of a config class that have to be given.

    >>> @dataclasses.dataclass
    ... class LinesConfig:
    ...     data: str
    ...     encoding: str = "utf-8"
    >>> fields_without_defaults(LinesConfig)
    ['data']
    """
    return [each.name for each in dataclasses.fields(config) if each.init and not _has_default(each)]


def default_values(config: type) -> dict[str, object]:
    """What the fields of a class have by default; where it cannot be made without layers, as they are declared."""
    if not fields_without_defaults(config):
        with suppress(Exception):  # a check of the class, which the layers may satisfy
            return values_of(config())
    declared = (field for field in dataclasses.fields(config) if _has_default(field))
    return {field.name: _default_of(field) for field in declared}


def values_of(config: Any) -> dict[str, object]:
    """What the fields of a config have.

    >>> @dataclasses.dataclass
    ... class LinesConfig:
    ...     encoding: str = "utf-8"
    >>> values_of(LinesConfig("ascii"))
    {'encoding': 'ascii'}
    """
    return {field.name: getattr(config, field.name) for field in dataclasses.fields(config)}


def _has_default(field: dataclasses.Field[Any]) -> bool:
    return field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING


def _default_of(field: dataclasses.Field[Any]) -> object:
    return field.default if field.default_factory is dataclasses.MISSING else field.default_factory()


def keep_defaults(config: Any, values: Mapping[str, object], patch: Composed, faults: Iterable[Fault]) -> Any:
    """A config in which what no layer writes, and was refused, is as it is in the defaults.

    `config` is the default values as data, with the patch applied.
    """
    for fault in faults:
        field, value = _field_at(values, fault.path)
        if fault.kind is FaultKind.REFUSED and field and _is_unwritten(patch, field):
            config = _with(config, field, Kept(value))
    return config


def _field_at(values: Mapping[str, object], path: Way) -> tuple[Way, object]:
    """The innermost field of classes on the way to a value, and what it has by default."""
    value = values.get(path[0]) if path else None
    for number, key in enumerate(path[1:], start=1):
        if not dataclasses.is_dataclass(value):
            return path[:number], value
        value = getattr(value, key, None)
    return path, value


def _is_unwritten(patch: Composed, path: Way) -> bool:
    found: Effect | None = patch
    for key in path:
        if not isinstance(found, Branch):
            return False
        found = found.entries.get(key)
        if found is None:
            return True
    return False


def _with(config: Any, path: Way, value: object) -> Any:
    """A mapping with another value at a path."""
    if not path:
        return value
    return {**config, path[0]: _with(config[path[0]], path[1:], value)}

"""Configs as data: what an object of a config class is in JSON."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping, Set
from typing import Any


def unstructure(value: object) -> Any:
    """A config as data: classes as mappings, enums by name, sets sorted; what JSON lacks, as its words.

    >>> from pathlib import PurePath
    >>> unstructure({"where": PurePath("a/b"), "which": {"y", "x"}, "size": (1, 2)})
    {'where': 'a/b', 'which': ['x', 'y'], 'size': [1, 2]}
    """
    if isinstance(value, enum.Enum):
        return value.name
    if dataclasses.is_dataclass(value):
        return {field.name: unstructure(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): unstructure(each) for key, each in value.items()}
    if isinstance(value, Set | list | tuple):
        items = map(unstructure, value)
        return sorted(items) if isinstance(value, Set) else list(items)
    return value if isinstance(value, bool | int | float | str | None) else str(value).removeprefix("torch.")

"""Configs back as the data of which they could be made."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping, Set
from pathlib import Path
from typing import Any

from assetcards.opening.values import is_of_torch


def unstructure(value: object) -> Any:
    """An object of a config class as the data of which it could be made; what is no data stays as it is.

    >>> unstructure({"where": Path("a/b"), 1: (2, 3)})
    {'where': 'a/b', 1: [2, 3]}
    """
    if isinstance(value, enum.Enum):
        return value.name
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: unstructure(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {_as_key(key): unstructure(each) for key, each in value.items()}
    if isinstance(value, Set | list | tuple):
        return list(map(unstructure, value))
    return str(value).removeprefix("torch.") if isinstance(value, Path) or is_of_torch(type(value)) else value


def _as_key(key: object) -> Any:
    """A key as data; one that is made of others stays as it is, for a list cannot be a key."""
    return key if isinstance(key, Set | tuple) else unstructure(key)

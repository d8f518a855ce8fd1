"""Configs as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, IntEnum
from pathlib import Path

import pytest

from assetcards.families.unstructured import unstructure


class Order(Enum):
    """A choice."""

    PRE = "pre"


class Level(IntEnum):
    """A choice that is a number as well."""

    LOW = 1


@dataclass
class Inner:
    """A class inside another."""

    order: Order = Order.PRE


@dataclass
class Outer:
    """A class with another in it."""

    inner: Inner = field(default_factory=Inner)
    sizes: tuple[int, ...] = (1, 2)


@pytest.mark.parametrize(
    ("value", "data"),
    [
        (Outer(), {"inner": {"order": "PRE"}, "sizes": [1, 2]}),
        (Level.LOW, "LOW"),
        ({"b", "a"}, ["a", "b"]),
        ({"a": Path("x/y"), 1: None}, {"a": "x/y", "1": None}),
        (True, True),
        (2.5, 2.5),
    ],
)
def test_what_json_has_stays_and_the_rest_is_named(value: object, data: object) -> None:
    assert unstructure(value) == data

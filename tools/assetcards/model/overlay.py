"""Mappings on top of others: only differences are stored, the rest is shared."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Overlay(Generic[K, V]):
    """A mapping on top of another one, which it does not change; `own` are its own entries.

    So a thousand mappings on top of a large one take only the memory of their own entries.

    >>> below = Overlay({"a": 1, "b": 2})
    >>> over = Overlay({"b": 3}, below=below, without=["a"])
    >>> over.flat(), over.get("b"), over.get("a"), sorted(over.touched), below.flat()
    ({'b': 3}, 3, None, ['a', 'b'], {'a': 1, 'b': 2})
    """

    __slots__ = ("below", "own", "without")

    def __init__(self, own: Mapping[K, V], *, below: Overlay[K, V] | None = None, without: Collection[K] = ()) -> None:
        self.own = own
        self.below = below
        self.without = without

    @property
    def touched(self) -> set[K]:
        """The keys that may differ from those below."""
        return {*self.own, *self.without}

    def get(self, key: K) -> V | None:
        """The value of a key, or None."""
        at: Overlay[K, V] | None = self
        while at is not None:
            if key in at.own:
                return at.own[key]
            if key in at.without:
                return None
            at = at.below
        return None

    def flat(self) -> dict[K, V]:
        """Everything as a dict, the farthest mapping first."""
        found: dict[K, V] = {}
        for each in reversed(list(self._down())):
            for key in each.without:
                found.pop(key, None)
            found.update(each.own)
        return found

    def apart(self, other: Overlay[K, V]) -> set[K]:
        """The keys that may differ between both: all but those of mappings that both share."""
        shared = {id(each) for each in self._down()} & {id(each) for each in other._down()}
        return {
            key for side in (self, other) for each in side._down() if id(each) not in shared for key in each.touched
        }

    def _down(self) -> Iterator[Overlay[K, V]]:
        at: Overlay[K, V] | None = self
        while at is not None:
            yield at
            at = at.below

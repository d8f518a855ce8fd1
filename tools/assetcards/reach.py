"""Everything that can be reached from given items, step by step."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def reached_from(start: Iterable[T], next_of: Callable[[T], Iterable[T]]) -> set[T]:
    """The given items, what `next_of` returns for each, and so on; cycles end.

    >>> sorted(reached_from("a", {"a": "bc", "b": "a", "c": "", "d": "a"}.__getitem__))
    ['a', 'b', 'c']
    """
    found: set[T] = set()
    pending = list(start)
    while pending:
        each = pending.pop()
        if each not in found:
            found.add(each)
            pending += next_of(each)
    return found

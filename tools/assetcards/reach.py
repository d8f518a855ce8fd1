"""Everything that can be reached from given items, step by step."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
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


def cycles_among(
    items: Iterable[T], next_of: Callable[[T], Iterable[T]], before: Callable[[T], Iterable[T]]
) -> list[set[T]]:
    """The sets of items that reach each other, or themselves; `before` goes the steps of `next_of` backwards.

    >>> steps = {"a": "b", "b": "ac", "c": "d", "d": "d"}
    >>> back = {"a": "b", "b": "a", "c": "b", "d": "cd"}
    >>> [sorted(cycle) for cycle in cycles_among("abcd", steps.__getitem__, back.__getitem__)]
    [['a', 'b'], ['d']]
    """
    found: list[set[T]] = []
    done: set[T] = set()

    def backwards(item: T) -> Iterable[T]:
        return (other for other in before(item) if other not in done)

    for item in reversed(_finished(items, next_of)):
        if item not in done:
            part = reached_from([item], backwards)
            done |= part
            if len(part) > 1 or item in next_of(item):
                found.append(part)
    return found


def _finished(items: Iterable[T], next_of: Callable[[T], Iterable[T]]) -> Sequence[T]:
    """All that is reached, each behind what is first reached from it."""
    seen: set[T] = set()
    finished: list[T] = []
    for item in items:
        pending = [] if item in seen else [(item, iter(next_of(item)))]
        seen.add(item)
        while pending:
            at, others = pending[-1]
            other = next((each for each in others if each not in seen), None)
            if other is None:
                finished.append(at)
                pending.pop()
            else:
                seen.add(other)
                pending.append((other, iter(next_of(other))))
    return finished

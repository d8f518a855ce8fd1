"""Which of many glob patterns match a string, in time linear in its length and theirs, whatever they are.

A pull request brings patterns and the paths that they are matched against, so neither must be able to slow matching.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple


class _Characters(NamedTuple):
    """What matches one character in a pattern: any of some ranges, or any other."""

    ranges: tuple[tuple[str, str], ...]
    negated: bool = False

    def include(self, character: str) -> bool:
        """Whether a character is one of them."""
        return any(first <= character <= last for first, last in self.ranges) is not self.negated


_ANY = _Characters((), negated=True)


class GlobSet:
    """Patterns of `*`, `?` and `[...]` as `fnmatch` has them, where `*` matches `/` as well.

    All of them are followed at once. Each bit of a number is a position in one pattern, and is set as long as the
    characters read so far lead there. A character moves a bit to the next position, or keeps it at a `*`.

    >>> GlobSet(["models/*", "*.yaml", "[ab]?"]).matching("models/x.yaml")
    [0, 1]
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self._start = self._stars = bit = 0
        self._steps: dict[_Characters, int] = {}
        self._ends: list[int] = []
        for pattern in patterns:
            self._start |= 1 << bit
            for step in _steps(pattern):
                if step is None:
                    self._stars |= 1 << bit
                else:
                    self._steps[step] = self._steps.get(step, 0) | 1 << bit
                    bit += 1
            self._ends.append(1 << bit)
            bit += 1
        self._moves: dict[str, int] = {}

    def matching(self, text: str) -> list[int]:
        """The numbers of the patterns that match a whole string."""
        states = self._start
        for character in text:
            move = self._moves.get(character)
            if move is None:
                move = self._moves[character] = self._move(character)
            states = (states & move) << 1 | states & self._stars
        return [number for number, end in enumerate(self._ends) if states & end]

    def _move(self, character: str) -> int:
        """The positions from which a character leads on."""
        move = 0
        for step, bits in self._steps.items():
            if step.include(character):
                move |= bits
        return move


@lru_cache(maxsize=64)
def globs_of(patterns: tuple[str, ...]) -> GlobSet:
    """The set of some patterns, built once."""
    return GlobSet(patterns)


def _steps(pattern: str) -> Iterator[_Characters | None]:
    """What each part of a pattern matches: one of some characters, or None for a `*`."""
    at = 0
    unclosed = False
    while at < len(pattern):
        character, end = pattern[at], -1
        if character == "[" and not unclosed:
            negated = pattern.startswith("!", at + 1)
            end = pattern.find("]", at + 2 + negated)
            unclosed = end < 0
        if end > 0:
            yield _Characters(tuple(_ranges(pattern[at + 1 + negated : end])), negated)
            at = end
        elif character == "*":
            yield None
        else:
            yield _ANY if character == "?" else _Characters(((character, character),))
        at += 1


def _ranges(text: str) -> Iterator[tuple[str, str]]:
    """The ranges in brackets: `a-c`, or single characters."""
    at = 0
    while at < len(text):
        is_range = text[at + 1 : at + 2] == "-" and at + 2 < len(text)
        yield text[at], text[at + 2] if is_range else text[at]
        at += 3 if is_range else 1

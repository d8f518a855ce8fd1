"""Which of many glob patterns match a text, in time that grows with its length and theirs, whatever they are.

A pull request brings patterns and the paths that they are tried on, so neither may be able to make matching slow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple


class _Characters(NamedTuple):
    """What stands for one character in a pattern: any of some ranges, or any but these."""

    ranges: tuple[tuple[str, str], ...]
    negated: bool = False

    def include(self, character: str) -> bool:
        """Whether a character is one of them."""
        return any(first <= character <= last for first, last in self.ranges) is not self.negated


_ANY = _Characters((), negated=True)


class GlobSet:
    """Patterns of `*`, `?` and `[...]` as `fnmatch` has them, where `*` stands for `/` as well.

    All of them are followed at once. Each bit of a number is a place in one pattern, and is set as long as what was
    read of the text leads there. A character moves a bit to the next place, or leaves it where a `*` is.

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
        """The numbers of the patterns that match a whole text."""
        places = self._start
        for character in text:
            move = self._moves.get(character)
            if move is None:
                move = self._moves[character] = self._move(character)
            places = (places & move) << 1 | places & self._stars
        return [number for number, end in enumerate(self._ends) if places & end]

    def _move(self, character: str) -> int:
        """The places from which a character leads on."""
        move = 0
        for step, bits in self._steps.items():
            if step.include(character):
                move |= bits
        return move


@lru_cache(maxsize=64)
def globs_of(patterns: tuple[str, ...]) -> GlobSet:
    """The set of some patterns, made once."""
    return GlobSet(patterns)


def _steps(pattern: str) -> Iterator[_Characters | None]:
    """What each part of a pattern stands for: one of some characters, or None for a `*`."""
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

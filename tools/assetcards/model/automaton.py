"""Follows many patterns through a string at once, in time linear in its length and theirs, whatever they are.

A pull request brings patterns and the paths that they are matched against, so neither must be able to slow matching.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple


class Characters(NamedTuple):
    """What matches one character in a pattern: any of some ranges, or any other."""

    ranges: tuple[tuple[str, str], ...]
    negated: bool = False

    def include(self, character: str) -> bool:
        """Whether a character is one of them."""
        return any(first <= character <= last for first, last in self.ranges) is not self.negated


ANY = Characters((), negated=True)
_SLASH = Characters((("/", "/"),))
NOT_A_SLASH = Characters((("/", "/"),), negated=True)


class Take(Enum):
    """How many characters a step takes: one, any number, or any number of whole folders (with their slashes)."""

    ONE = "one"
    MANY = "many"
    FOLDERS = "folders"


class Step(NamedTuple):
    """A part of a pattern."""

    characters: Characters
    take: Take = Take.ONE


class Automaton:
    """The states of some patterns, each of which is a sequence of steps.

    Each bit of a number is a position in one pattern, and is set as long as the characters read so far lead there. A
    character moves a bit to the next position, or keeps it where a step takes many. `start` is before any character.

    >>> one = Automaton([[Step(ANY, Take.MANY), Step(Characters((("x", "x"),)))]])
    >>> one.ended(one.feed(one.start, "abx")), one.ended(one.feed(one.start, "ab"))
    ([0], [])
    """

    def __init__(self, patterns: Iterable[Sequence[Step]]) -> None:
        start = self._skips = 0
        self._moves: dict[Characters, int] = {}
        self._stays: dict[Characters, int] = {}
        self._ends: list[int] = []
        self._known: dict[str, tuple[int, int]] = {}
        bit = 0
        for pattern in patterns:
            start |= 1 << bit
            for characters, take in pattern:
                if take is not Take.ONE:
                    self._stays[characters] = self._stays.get(characters, 0) | 1 << bit
                if take is Take.FOLDERS:
                    self._skips |= 1 << bit
                if take is not Take.MANY:
                    leading = _SLASH if take is Take.FOLDERS else characters
                    self._moves[leading] = self._moves.get(leading, 0) | 1 << bit
                    bit += 1
            self._ends.append(1 << bit)
            bit += 1
        self.start = self._entered(start)

    def feed(self, states: int, text: str) -> int:
        """The states after some more characters."""
        for character in text:
            known = self._known.get(character)
            if known is None:
                known = self._known[character] = _of(self._moves, character), _of(self._stays, character)
            move, stay = known
            states = self._entered((states & move) << 1) | states & stay
        return states

    def _entered(self, states: int) -> int:
        """Positions that are reached, and those behind them when a step of folders there takes none."""
        return states | (states & self._skips) << 1

    def ended(self, states: int) -> list[int]:
        """The numbers of the patterns that match what was read."""
        return [number for number, end in enumerate(self._ends) if states & end]


def _of(bits: dict[Characters, int], character: str) -> int:
    """The positions at which a character counts."""
    found = 0
    for characters, positions in bits.items():
        if characters.include(character):
            found |= positions
    return found

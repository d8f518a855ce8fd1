"""Which of many glob patterns match a string."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from assetcards.model.automaton import ANY, Automaton, Characters, Step, Take


class GlobSet:
    """Patterns of `*`, `?` and `[...]` as `fnmatch` has them, where `*` matches `/` as well.

    >>> GlobSet(["models/*", "*.yaml", "[ab]?"]).matching("models/x.yaml")
    [0, 1]
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self._automaton = Automaton(list(_steps(pattern)) for pattern in patterns)

    def matching(self, text: str) -> list[int]:
        """The numbers of the patterns that match a whole string."""
        return self._automaton.ended(self._automaton.feed(self._automaton.start, text))


@lru_cache(maxsize=64)
def globs_of(patterns: tuple[str, ...]) -> GlobSet:
    """The set of some patterns, built once."""
    return GlobSet(patterns)


def _steps(pattern: str) -> Iterator[Step]:
    at = 0
    unclosed = False
    while at < len(pattern):
        character, end = pattern[at], -1
        if character == "[" and not unclosed:
            negated = pattern.startswith("!", at + 1)
            end = pattern.find("]", at + 2 + negated)
            unclosed = end < 0
        if end > 0:
            yield Step(Characters(tuple(_ranges(pattern[at + 1 + negated : end])), negated))
            at = end
        elif character == "*":
            yield Step(ANY, Take.MANY)
        else:
            yield Step(ANY if character == "?" else Characters(((character, character),)))
        at += 1


def _ranges(text: str) -> Iterator[tuple[str, str]]:
    """The ranges in brackets: `a-c`, or single characters."""
    at = 0
    while at < len(text):
        is_range = text[at + 1 : at + 2] == "-" and at + 2 < len(text)
        yield text[at], text[at + 2] if is_range else text[at]
        at += 3 if is_range else 1

"""Patterns as git reads them in `.gitignore`: which files below a folder they name."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assetcards.model.automaton import ANY, NOT_A_SLASH, Automaton, Characters, Step, Take

_CLASSES = {
    "alnum": "09AZaz",
    "alpha": "AZaz",
    "blank": "\t\t  ",  # as POSIX calls it
    "cntrl": "\0\x1f\x7f\x7f",
    "digit": "09",
    "graph": "!~",
    "lower": "az",
    "print": " ~",
    "punct": "!/:@[`{~",
    "space": "\t\r  ",
    "upper": "AZ",
    "xdigit": "09AFaf",
}
"""The POSIX classes in brackets, as pairs of the first and last character of each range."""

_CLASS = re.compile(r"\[:(.*?):\]", re.DOTALL)
_NOTHING = Characters(())
"""Matches no character: a pattern that git does not understand names no file."""


class _Pattern(NamedTuple):
    steps: tuple[Step, ...]
    brings_back: bool
    is_of_folders: bool


class _Known(NamedTuple):
    """How far a folder has led: the states, and the number of the pattern that names it or a folder above."""

    states: int
    number: int | None


class GitIgnore:
    """Lines of a `.gitignore`: of those that match a file or folder the last one counts, and a `!` brings back.

    What is in a folder that is named is named, too. `?` is one character, not one byte.

    >>> patterns = GitIgnore(["docs/", "*.draft.yaml", "!keep.draft.yaml"])
    >>> [patterns.maybe_pattern(path) for path in ("a/docs/x.yaml", "x.draft.yaml", "keep.draft.yaml")]
    ['docs/', '*.draft.yaml', None]
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._patterns = [_parse(line) for line in lines]
        self._automaton = Automaton(pattern.steps for pattern in self._patterns)
        self._folders = {"": _Known(self._automaton.start, None)}

    def maybe_pattern(self, path: str, *, is_folder: bool = False) -> str | None:
        """The pattern that names a path below the folder, or a folder that it is in; None if none does."""
        if not self._lines:
            return None
        number = self._look(path, is_folder=is_folder).number
        return None if number is None else self._lines[number]

    def _look(self, path: str, *, is_folder: bool) -> _Known:
        folder, name = posixpath.split(path)
        above = self._folders.get(folder) or self._enter(folder)
        if above.number is not None:
            return above
        states = self._automaton.feed(above.states, f"/{name}" if folder else name)
        matching = (number for number in self._automaton.ended(states) if is_folder or not self._is_of_folders(number))
        last = max(matching, default=None)
        return _Known(states, None if last is None or self._patterns[last].brings_back else last)

    def _is_of_folders(self, number: int) -> bool:
        return self._patterns[number].is_of_folders

    def _enter(self, folder: str) -> _Known:
        """What is known of a folder, found from above: a path may have very many."""
        way = ""
        for name in folder.split("/"):
            way = posixpath.join(way, name)
            if way not in self._folders:
                self._folders[way] = self._look(way, is_folder=True)
        return self._folders[folder]


def _parse(line: str) -> _Pattern:
    brings_back = line.startswith("!")
    pattern = line.removeprefix("!")
    is_of_folders = pattern.endswith("/")
    pattern = pattern.removesuffix("/")
    if "/" not in pattern:
        steps = [Step(ANY, Take.FOLDERS), *_steps(pattern)] if pattern else [Step(_NOTHING)]
    else:
        steps = list(_steps(pattern.removeprefix("/"))) or [Step(_NOTHING)]
    return _Pattern(tuple(steps), brings_back, is_of_folders)


def _steps(pattern: str) -> Iterator[Step]:
    at = 0
    while at < len(pattern):
        character = pattern[at]
        if character == "*":
            step, at = _star(pattern, at)
            yield step
        elif character == "[":
            found = _maybe_brackets(pattern, at + 1)
            if found is None:
                yield Step(_NOTHING)
                return
            characters, at = found
            yield Step(characters)
        elif character == "?":
            yield Step(NOT_A_SLASH)
            at += 1
        else:
            at += character == "\\"
            literal = pattern[at : at + 1]
            yield Step(Characters(((literal, literal),)) if literal else _NOTHING)
            at += 1


def _star(pattern: str, at: int) -> tuple[Step, int]:
    """What the stars from an index on take, and where the next step begins; two between slashes take folders."""
    end = at
    while pattern.startswith("*", end):
        end += 1
    if end - at == 1 or (at and pattern[at - 1] != "/"):
        return Step(NOT_A_SLASH, Take.MANY), end
    if end == len(pattern):
        return Step(ANY, Take.MANY), end
    if pattern[end] != "/":
        return Step(NOT_A_SLASH, Take.MANY), end
    again = re.compile(r"\*\*+/").match(pattern, end + 1)
    while again is not None:  # once more of any number of folders is the same
        end = again.end() - 1
        again = re.compile(r"\*\*+/").match(pattern, end + 1)
    return Step(ANY, Take.FOLDERS), end + 1


def _maybe_brackets(pattern: str, at: int) -> tuple[Characters, int] | None:
    """The characters in brackets, of which the first is at `at`, and where they end; None if git finds no end."""
    negated = pattern[at : at + 1] in ("!", "^")
    at += negated
    ranges: list[tuple[str, str]] = []
    first = at
    previous = ""
    while at < len(pattern) and (at == first or pattern[at] != "]"):
        named = _CLASS.match(pattern, at)
        if pattern[at] == "-" and previous and pattern[at + 1 : at + 2] not in ("", "]"):
            at += 2 if pattern[at + 1] == "\\" else 1
            if at >= len(pattern):
                return None
            ranges.append((previous, pattern[at]))
            previous = ""
        elif named is not None:
            bounds = _CLASSES.get(named[1])
            if bounds is None:
                return None
            ranges.extend(zip(bounds[::2], bounds[1::2], strict=True))
            at = named.end() - 1
            previous = ""
        else:
            at += pattern[at] == "\\"
            if at >= len(pattern):
                return None
            previous = pattern[at]
            ranges.append((previous, previous))
        at += 1
    if at >= len(pattern):
        return None
    ranges = ranges if negated else [(low, high) for low, high in _without_slash(ranges)]
    return Characters(tuple([*ranges, ("/", "/")] if negated else ranges), bool(negated)), at + 1


def _without_slash(ranges: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The ranges, in which a slash does not count: it ends a name in any case."""
    for low, high in ranges:
        if low <= "/" <= high:
            yield from ((low, "."), ("0", high))
        else:
            yield low, high

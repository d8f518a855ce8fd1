"""Bounds on TOML, checked before the standard library reads it.

The parser of the standard library takes time and memory in the square of the parts of a dotted key, recurses for each
level of nesting, and keeps several containers for each table. So words and brackets are counted first, in one pass.

The pass knows no grammar, and does not need to: as long as the file is valid TOML, strings and comments start and end
where they do here, and the standard library does not read past the first syntax error either.
"""

from __future__ import annotations

import re
from typing import TypeAlias

Location: TypeAlias = tuple[int, int]
"""Line and column, from 1."""

MAX_LEVELS = 64
"""How deep tables and arrays may be nested, whether by brackets or by the dots of a key."""

MAX_LENGTH = 65_536
"""How many characters a key, a string or a number may have."""

MAX_DIGITS = 4000
"""How many digits a decimal number may have: Python reads little more, and would not say where it is."""

MAX_WORDS = 250_000
"""How many keys and values a file may have: a lock of 15,000 cards, read in about two seconds."""

STRING = (
    r'"""(?:[^\\"]++|\\.|"(?!""))*+"{3,5}|'
    r"'''(?:[^']++|'(?!''))*+'{3,5}|"
    r'"(?:[^"\\\n]++|\\[^\n])*+"|'
    r"'[^'\n]*+'"
)
"""A string as TOML writes it; for `re.DOTALL`, and none of its repetitions backtracks."""

_TOKEN = re.compile(
    rf"(?P<word>{STRING}|[A-Za-z0-9_+:-]++)|(?P<dot>\.)|(?P<open>[\[{{])|(?P<close>[\]}}])|(?P<end>[\n,])"
    rf"|(?P<unfinished>[\"'])|#[^\n]*+|[^A-Za-z0-9_+:.\[\]{{}}\n,\"'#-]++",
    re.DOTALL,
)


class TomlError(Exception):
    """Invalid TOML: why, and where."""

    def __init__(self, message: str, location: Location) -> None:
        super().__init__(message)
        self.message = message
        self.location = location

    @property
    def problem(self) -> str:
        """What is wrong with the file, in a sentence."""
        return f"not valid TOML: {self.message}"


class TomlTooLargeError(TomlError):
    """TOML beyond the bounds, whether it is valid or not."""

    @property
    def problem(self) -> str:
        """Which bound it is beyond."""
        return self.message


def check_bounds(text: str, max_words: int = MAX_WORDS) -> None:
    """Raise TomlTooLargeError where TOML first exceeds the bounds; its words are its keys and values.

    >>> check_bounds("a.b = [1, [2]]", max_words=6)
    >>> check_bounds("a.b = [1, [2]]", max_words=5)
    Traceback (most recent call last):
    assetcards.text.tomlbounds.TomlTooLargeError: more than 5 keys and values
    """
    if not _is_surely_within(text, max_words):
        _check_tokens(text, max_words)


def _is_surely_within(text: str, max_words: int) -> bool:
    """Whether there is too little of everything to be beyond a bound; quick, because that is so for most files."""
    return len(text) <= min(MAX_DIGITS, MAX_LENGTH, max_words) and sum(map(text.count, "[{.")) <= MAX_LEVELS


def _check_tokens(text: str, max_words: int) -> None:
    outside: list[int] = []
    levels = dots = words = 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        words += kind in ("word", "open")
        if kind == "word":
            _check_length(match)
        elif kind == "dot":
            dots += 1
        elif kind == "open":
            outside.append(levels)
            levels, dots = levels + dots + 1, 0
        elif kind == "close":
            levels, dots = outside.pop() if outside else 0, 0
        elif kind == "end":
            dots = 0
        elif kind == "unfinished":
            return
        if levels + dots > MAX_LEVELS:
            raise _beyond(match, f"nested deeper than {MAX_LEVELS} levels")
        if words > max_words:
            raise _beyond(match, f"more than {max_words} keys and values")


def _check_length(word: re.Match[str]) -> None:
    length = word.end() - word.start()
    if length > MAX_LENGTH:
        raise _beyond(word, f"a key or value of more than {MAX_LENGTH} characters")
    if length > MAX_DIGITS and word[0].lstrip("+-").replace("_", "").isdecimal():
        raise _beyond(word, f"a number of more than {MAX_DIGITS} digits")


def _beyond(token: re.Match[str], message: str) -> TomlTooLargeError:
    return TomlTooLargeError(message, location_of(token.string, token.start()))


def location_of(text: str, offset: int) -> Location:
    """The line and column of an offset.

    >>> location_of("a = 1\\nb = 2", 10)
    (2, 5)
    """
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)

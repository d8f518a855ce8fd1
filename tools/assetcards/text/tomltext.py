"""TOML to values, with the line and column of every key and item, which the standard library does not give."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from typing import Any, TypeAlias

from assetcards.errors import cut, shorten
from assetcards.text.tomlbounds import STRING, Location, TomlError, check_bounds, location_of

__all__ = ["Location", "Path", "TomlDocument", "TomlError", "describe_value", "parse_toml", "parse_toml_table"]

Path: TypeAlias = tuple[str | int, ...]
"""The keys and indexes that lead to a value: `("rules", "ignore", 0)`."""

MAX_LOCATIONS = 50_000
"""How many keys and items are located; later ones have the location of the array or table that they are in."""


@dataclass(frozen=True, kw_only=True)
class TomlDocument:
    """The values of a TOML file, and where they are, which is found out when somebody asks."""

    table: Mapping[str, Any]
    text: str

    @cached_property
    def locations(self) -> Mapping[Path, Location]:
        """Where each key and item is."""
        return _Locations(self.text).find()

    def location(self, path: Path) -> Location:
        """Where a key, or an item of an array, is."""
        while path and path not in self.locations:
            path = path[:-1]
        return self.locations.get(path, (1, 1))


def parse_toml(content: bytes) -> TomlDocument:
    """Read TOML within bounds. Raises TomlError.

    >>> document = parse_toml(b'[rules]\\nignore = ["C610",\\n  "C611"]')
    >>> document.location(("rules", "ignore")), document.location(("rules", "ignore", 1))
    ((2, 1), (3, 3))
    """
    table = parse_toml_table(content)
    return TomlDocument(table=table, text=content.decode("utf-8"))


def parse_toml_table(content: bytes) -> dict[str, Any]:
    """The values of TOML within bounds, without where they are. Raises TomlError.

    >>> parse_toml_table(b"version = 1")
    {'version': 1}
    """
    import tomllib

    try:
        text = content.decode("utf-8")
        check_bounds(text)
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise TomlError("not UTF-8", (content.count(b"\n", 0, error.start) + 1, 1)) from error
    except tomllib.TOMLDecodeError as error:
        raise _as_toml_error(error, text) from error
    except ValueError as error:  # PYTHONINTMAXSTRDIGITS is lower than our bound
        raise TomlError("a number with too many digits", (1, 1)) from error


_SHOWN = 60
"""How many characters of a value a message shows."""


def describe_value(value: object) -> str:
    """A value for messages: short, however large a number is.

    >>> describe_value(True), describe_value([]), describe_value("x" * 100)[-5:], describe_value(1 << 20_000)
    ('true', 'an empty list', 'xx...', 'a number of more than 60 digits')
    """
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) >= 10**_SHOWN:
        return f"a number of more than {_SHOWN} digits"
    shown = value.isoformat() if isinstance(value, date | time) else repr(value)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}..."


def _as_toml_error(error: ValueError, text: str) -> TomlError:
    """A duplicate key is reported where it is repeated; the standard library points behind its value."""
    message, _, where = str(error).partition(" (at ")
    match = re.fullmatch(r"line ([0-9]+), column ([0-9]+)\)", where)
    line, column = (int(match[1]), int(match[2])) if match else location_of(text, len(text.rstrip("\n")))
    if message == "Cannot overwrite a value":
        keys = [*_KEY_OF_LINE.finditer("\n".join(text.split("\n")[:line]))]
        if keys:
            key = keys[-1]
            return TomlError(f"duplicate key {shorten(key[1])!r}", location_of(text, key.start(1)))
    return TomlError(message[:1].lower() + cut(message[1:]), (line, column))


_SPACE = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_KEY = re.compile(r'[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|\'[^\']*\'')
_KEY_OF_LINE = re.compile(r"^[ \t]*([A-Za-z0-9_.\"'-]+)[ \t]*=", re.MULTILINE)
_STRING = re.compile(STRING, re.DOTALL)
_SCALAR = re.compile(r"[^,\]}#\r\n]+")


class _EnoughLocationsError(Exception):
    """More keys and items are located than anybody asks for."""


class _Locations:
    """One walk through valid TOML, noting where each key and item starts."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1
        self.line_start = 0
        self.locations: dict[Path, Location] = {}
        self.key_location: Location = (1, 1)
        self.table: Path = ()
        self.counts: dict[Path, int] = {}

    def find(self) -> dict[Path, Location]:
        with suppress(_EnoughLocationsError):
            self._walk()
        return self.locations

    def _walk(self) -> None:
        self._skip_space()
        while self.at < len(self.text):
            if self._peek("["):
                self._header()
            else:
                self._pair(self.table)
            self._skip_space()

    def _note(self, path: Path, location: Location) -> None:
        self.locations.setdefault(path, location)
        if len(self.locations) >= MAX_LOCATIONS:
            raise _EnoughLocationsError

    def _peek(self, token: str) -> bool:
        return self.text.startswith(token, self.at)

    def _skip_space(self) -> None:
        self._take(_SPACE)

    def _take(self, pattern: re.Pattern[str]) -> str:
        """Move past what the pattern matches here, keeping count of lines."""
        match = pattern.match(self.text, self.at)
        assert match is not None
        lines = match[0].count("\n")
        if lines:
            self.line += lines
            self.line_start = match.start() + match[0].rfind("\n") + 1
        self.at = match.end()
        return match[0]

    def _skip(self, length: int) -> None:
        self.at += length
        self._skip_space()

    def _header(self) -> None:
        of_list = self._peek("[[")
        self._skip(2 if of_list else 1)
        self.table = self._key(())
        if of_list:
            number = self.counts[self.table] = self.counts.get(self.table, -1) + 1
            self.table = (*self.table, number)
            self._note(self.table, self.key_location)
        self.at += 2 if of_list else 1

    def _pair(self, table: Path) -> None:
        path = self._key(table)
        self._skip(1)
        self._value(path)

    def _key(self, table: Path) -> Path:
        """A key, dotted or not; the tables that it passes through are those last opened."""
        import tomllib

        path = table
        while True:
            self.key_location = (self.line, self.at - self.line_start + 1)
            token = self._take(_KEY)
            path = (*path, tomllib.loads(f"key = {token}")["key"] if token[0] in "\"'" else token)
            self._note(path, self.key_location)
            self._skip_space()
            if not self._peek("."):
                return path
            if path in self.counts:
                path = (*path, self.counts[path])
            self._skip(1)

    def _value(self, path: Path) -> None:
        self._note(path, (self.line, self.at - self.line_start + 1))
        if self._peek("["):
            self._items(path)
        elif self._peek("{"):
            self._inline_table(path)
        else:
            self._take(_STRING if self.text[self.at] in "\"'" else _SCALAR)

    def _items(self, path: Path) -> None:
        self._skip(1)
        number = 0
        while not self._peek("]"):
            self._value((*path, number))
            self._skip_space()
            if self._peek(","):
                self._skip(1)
            number += 1
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self._skip(1)
        while not self._peek("}"):
            self._pair(path)
            self._skip_space()
            if self._peek(","):
                self._skip(1)
        self.at += 1

"""TOML text to values, with the place of every key and item, which the standard library's reader does not tell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""The keys and numbers of items that lead to a value: `("rules", "ignore", 0)`."""

Place: TypeAlias = tuple[int, int]
"""Line and column, from 1."""


class TomlError(Exception):
    """A text that is not TOML: why, and where."""

    def __init__(self, message: str, place: Place) -> None:
        super().__init__(message)
        self.message = message
        self.place = place


@dataclass(frozen=True, slots=True, kw_only=True)
class TomlDocument:
    """The values of a text, and where they are written."""

    table: Mapping[str, Any]
    places: Mapping[Path, Place]

    def place(self, path: Path) -> Place:
        """Where a key, or an item of a list, is written."""
        return self.places.get(path, (1, 1))


def parse_toml(content: bytes) -> TomlDocument:
    """Read TOML. Raises TomlError.

    >>> document = parse_toml(b'[rules]\\nignore = ["C610",\\n  "C611"]')
    >>> document.place(("rules", "ignore")), document.place(("rules", "ignore", 1))
    ((2, 1), (3, 3))
    """
    import tomllib

    try:
        text = content.decode("utf-8")
        table = tomllib.loads(text)
        return TomlDocument(table=table, places=_Places(text).find())
    except UnicodeDecodeError as error:
        raise TomlError("not UTF-8", (content.count(b"\n", 0, error.start) + 1, 1)) from error
    except RecursionError as error:
        raise TomlError("nested too deep", (1, 1)) from error
    except tomllib.TOMLDecodeError as error:
        raise _as_toml_error(error, text) from error
    except ValueError as error:
        raise TomlError("a number of too many digits", (1, 1)) from error


def _as_toml_error(error: ValueError, text: str) -> TomlError:
    """A key that is written twice is named where it is written again; the standard library points behind its value."""
    message, _, where = str(error).partition(" (at ")
    match = re.fullmatch(r"line ([0-9]+), column ([0-9]+)\)", where)
    end = (text.rstrip("\n").count("\n") + 1, len(text.rstrip("\n")) - text.rstrip("\n").rfind("\n"))
    line, column = (int(match[1]), int(match[2])) if match else end
    if message == "Cannot overwrite a value":
        keys = [*_KEY_OF_LINE.finditer("\n".join(text.split("\n")[:line]))]
        if keys:
            key = keys[-1]
            place = (text.count("\n", 0, key.start(1)) + 1, key.start(1) - text.rfind("\n", 0, key.start(1)))
            return TomlError(f"key {key[1]!r} is written twice", place)
    return TomlError(message[:1].lower() + message[1:], (line, column))


_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r'[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|\'[^\']*\'')
_KEY_OF_LINE = re.compile(r"^[ \t]*([A-Za-z0-9_.\"'-]+)[ \t]*=", re.MULTILINE)
_STRING = re.compile(
    r'"""(?:[^\\"]|\\.|"(?!""))*"{3,5}|\'\'\'(?:[^\']|\'(?!\'\'))*\'{3,5}|"(?:[^"\\]|\\.)*"|\'[^\']*\'', re.DOTALL
)
_SCALAR = re.compile(r"[^,\]}#\r\n]+")


class _Places:
    """One walk through a text that is known to be TOML, noting where each key and item begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1
        self.line_start = 0
        self.places: dict[Path, Place] = {}
        self.key_place: Place = (1, 1)
        self.table: Path = ()
        self.counts: dict[Path, int] = {}

    def find(self) -> dict[Path, Place]:
        self._blank()
        while self.at < len(self.text):
            if self._peek("["):
                self._header()
            else:
                self._pair(self.table)
            self._blank()
        return self.places

    def _peek(self, token: str) -> bool:
        return self.text.startswith(token, self.at)

    def _blank(self) -> None:
        self._take(_BLANK)

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
        self._blank()

    def _header(self) -> None:
        of_list = self._peek("[[")
        self._skip(2 if of_list else 1)
        self.table = self._key(())
        if of_list:
            number = self.counts[self.table] = self.counts.get(self.table, -1) + 1
            self.table = (*self.table, number)
            self.places[self.table] = self.key_place
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
            self.key_place = (self.line, self.at - self.line_start + 1)
            token = self._take(_KEY)
            path = (*path, tomllib.loads(f"key = {token}")["key"] if token[0] in "\"'" else token)
            self.places.setdefault(path, self.key_place)
            self._blank()
            if not self._peek("."):
                return path
            if path in self.counts:
                path = (*path, self.counts[path])
            self._skip(1)

    def _value(self, path: Path) -> None:
        self.places.setdefault(path, (self.line, self.at - self.line_start + 1))
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
            self._blank()
            if self._peek(","):
                self._skip(1)
            number += 1
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self._skip(1)
        while not self._peek("}"):
            self._pair(path)
            self._blank()
            if self._peek(","):
                self._skip(1)
        self.at += 1

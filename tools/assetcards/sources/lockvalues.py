"""The values of a lock file: TOML within bounds, strings of their form, and the error for what is none."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from assetcards.errors import InvalidNameError, shorten
from assetcards.names import FullName, parse_card_name
from assetcards.sources.lockfile import LockError
from assetcards.text.tomltext import TomlError, describe_value, parse_toml_table

MAX_LOCK_BYTES = 1 << 23

HEAD = "# Written by `catalog lock`; keep it in git. `open_catalog(lock=...)` reads this commit and nothing else."
"""The first line of a lock file, of any version."""

COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")

_REPLACE = "restore it from git, or write it again: catalog lock --replace NAME"


def read_table(content: bytes) -> dict[str, Any]:
    """The table of a lock file within its bounds. Raises LockError."""
    if len(content) > MAX_LOCK_BYTES:
        raise malformed(f"more than {MAX_LOCK_BYTES} bytes", hint="lock fewer cards in one file")
    try:
        return parse_toml_table(content)
    except TomlError as error:
        raise malformed(f"line {error.location[0]}: {error.problem}") from error


def quote(text: str) -> str:
    """A TOML basic string: JSON's, but for DEL, which TOML wants escaped.

    Raises LockError for a file name that is no UTF-8, which TOML cannot hold.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise LockError(f"{text!r} cannot be written in TOML", hint="give the file a name in UTF-8") from None
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def full_name_of(text: str) -> FullName:
    """The full name of a locked card."""
    try:
        return parse_card_name(text)
    except InvalidNameError as error:
        raise malformed(f"the name {error.message}") from None


def string_of(table: Mapping[str, Any], key: str, form: re.Pattern[str] | None = None) -> str:
    """The string of a key."""
    value = table.get(key)
    if not isinstance(value, str) or "\0" in value or (form is not None and not form.fullmatch(value)):
        raise malformed(f"{shorten(key)} is {describe_value(value)}" if key in table else f"{key} is missing")
    return value


def table_of(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The table of a key."""
    value = table.get(key)
    if not isinstance(value, dict):
        raise malformed(f"[{key}] is missing")
    return value


def tables_of(table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The tables in the list of a key; none where there is no such key."""
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise malformed(f"[[{key}]] is not a list of tables")
    return value


def malformed(problem: str, hint: str = _REPLACE) -> LockError:
    """The error for a lock file that is not valid."""
    return LockError(f"the lock file is not valid: {problem}", hint=hint)

"""Changing one string of a TOML file and nothing else: comments, order and line endings stay."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from assetcards.text.tomltext import Path, TomlDocument, TomlError, parse_toml, parse_toml_table

_STRING = re.compile(r"""[^=\n]*=[ \t]*("[^"\n]*"|'[^'\n]*')""")


def maybe_with_string(content: bytes, table: Path, key: str, value: str, after: Sequence[str]) -> bytes | None:
    """The content with another string as the value of a key of a table.

    A new key gets a line below the first of the keys `after` that the table has. None when the file is written in a way
    that this does not understand: what comes out is read again, and must differ in nothing else. Raises TomlError.

    >>> maybe_with_string(b'[[a]]\\nrev = "v1"  # newest\\n', ("a", 0), "commit", "0123", ["rev"])
    b'[[a]]\\nrev = "v1"  # newest\\ncommit = "0123"\\n'
    """
    document = parse_toml(content)
    lines = content.decode("utf-8").split("\n")
    if (*table, key) in document.locations:
        _replace(lines, document, (*table, key), json.dumps(value))
    else:
        _insert(lines, document, [(*table, each) for each in after], f"{key} = {json.dumps(value)}")
    changed = "\n".join(lines).encode("utf-8")
    with suppress(TomlError):
        if parse_toml_table(changed) == _with_value(document.table, (*table, key), value):
            return changed
    return None


def _replace(lines: list[str], document: TomlDocument, path: Path, value: str) -> None:
    line, column = document.locations[path]
    row = lines[line - 1]
    found = _STRING.match(row, column - 1)
    if found is not None:
        lines[line - 1] = row[: found.start(1)] + value + row[found.end(1) :]


def _insert(lines: list[str], document: TomlDocument, after: Sequence[Path], written: str) -> None:
    for path in after:
        if path in document.locations:
            line, column = document.locations[path]
            row = lines[line - 1]
            ending = "\r" if row.endswith("\r") else ""
            if line == len(lines):  # the last line has no end
                lines.append("")
            lines.insert(line, row[: column - 1] + written + ending)
            return


def _with_value(table: Any, path: Path, value: str) -> Any:
    """A copy of the values with another one at a path."""
    changed = inner = copy.deepcopy(table)
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return changed

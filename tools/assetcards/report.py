"""Turning answers into text for people and programs; nothing here prints."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

SCHEMA_VERSION = 1
"""The version of every JSON document; it changes only when a field is taken away or means something else."""

Style = Callable[[str, str], str]
"""Gives a text a role (`name`, `dim`, `error`, `warning`, `advice`, `heading`), which a terminal may colour."""


def no_style(text: str, role: str) -> str:
    """The style of a file or a pipe."""
    return text


_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)


def safe(text: str) -> str:
    """A text from a card or from git, fit for a terminal: control, bidirectional and invisible characters escaped.

    >>> safe("a\\x1b[2Jb\\u202e")
    'a\\\\x1b[2Jb\\\\u202e'
    """
    return _UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


def as_json_value(value: object) -> Any:
    """A value of a card in what JSON has: keys as text, dates as ISO text, `.inf` and `.nan` as YAML writes them.

    >>> as_json_value({0: date(2024, 6, 30), True: float("inf")})
    {'0': '2024-06-30', 'true': '.inf'}
    """
    if isinstance(value, Mapping):
        return {_json_key(key): as_json_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_json_value(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    return value.isoformat() if isinstance(value, date) else value


def _json_key(key: object) -> str:
    if isinstance(key, str):
        return key
    value = as_json_value(key)
    return value if isinstance(value, str) else json.dumps(value)


def render_json(document: Mapping[str, object]) -> str:
    """A document with its `schema_version`, as ASCII, keys in the order given, so that every terminal can take it."""
    return json.dumps({"schema_version": SCHEMA_VERSION, **as_json_value(document)}, indent=2) + "\n"


def render_value(value: object) -> str:
    """A value of a card on one line, as JSON but for text that needs no quotes.

    >>> render_value("hg://org/m"), render_value("yes"), render_value({"a": [1, None]})
    ('hg://org/m', 'yes', '{"a": [1, null]}')
    """
    plain = as_json_value(value)
    if isinstance(plain, str) and plain and plain == plain.strip():
        return safe(plain)
    return safe(json.dumps(plain, ensure_ascii=False))


def render_columns(rows: Iterable[Sequence[str]], indent: str = "  ") -> list[str]:
    """Rows of text in columns, two blanks apart; the last column is as long as it likes."""
    rows = [list(row) for row in rows]
    columns = max(map(len, rows), default=0)
    widths = [max((len(row[i]) for row in rows if i < len(row) - 1), default=0) for i in range(columns)]
    return [
        indent
        + "  ".join([*(cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)), row[-1]]).rstrip()
        for row in rows
    ]


def render_markdown_text(text: str) -> str:
    """A text fit for a cell of a Markdown table: no markup, no line break, no HTML.

    >>> render_markdown_text("a|b <c> `d`")
    'a\\\\|b &lt;c&gt; \\\\`d\\\\`'
    """
    text = safe(text.replace("\n", " ")).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|~#@])", r"\\\1", text)

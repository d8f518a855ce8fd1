"""Values of cards in output: as JSON values, and on one line of text."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from assetcards.escaping import safe
from assetcards.scalars import is_plain_string

_SAME_IN_JSON = frozenset((str, int, bool, type(None)))
"""The types of most values, which are looked at a hundred times for each card."""
_WORDS = {None: "null", True: "true", False: "false"}
_ESCAPES = str.maketrans(
    {chr(code): f"\\u{code:04x}" for code in range(32)}
    | {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
)
"""What JSON writes of the characters that it does not leave as they are; its module takes long to load for a string."""


def as_json_value(value: object) -> Any:
    """A value of a card as JSON: keys as strings, dates as ISO strings, `.inf` and `.nan` as YAML writes them.

    >>> as_json_value({0: date(2024, 6, 30), True: float("inf")})
    {'0': '2024-06-30', 'true': '.inf'}
    """
    if type(value) in _SAME_IN_JSON:
        return value
    if type(value) is dict or isinstance(value, Mapping):
        return {
            key if type(key) is str else as_json_key(key): item if type(item) in _SAME_IN_JSON else as_json_value(item)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [item if type(item) in _SAME_IN_JSON else as_json_value(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    return value.isoformat() if isinstance(value, date) else value


def render_raw(value: object) -> str:
    """A value on one line as a card writes it: what is a string in JSON without quotes, anything else as JSON.

    >>> [render_raw(value) for value in ("a", date(2024, 6, 30), float("inf"), True, ["a"])]
    ['a', '2024-06-30', '.inf', 'true', '["a"]']
    """
    in_json = as_json_value(value)
    return in_json if isinstance(in_json, str) else render_value(value)


def as_json_key(key: object) -> str:
    """A key as a string: that of a mapping in JSON.

    >>> as_json_key(True), as_json_key(1e-5), as_json_key("x")
    ('true', '1e-05', 'x')
    """
    if isinstance(key, str):
        return key
    value = as_json_value(key)
    return value if isinstance(value, str) else _json_text(value)


def _json_text(value: object) -> str:
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return f'"{value.translate(_ESCAPES)}"'
    import json

    return json.dumps(value, ensure_ascii=False)


def render_value(value: object) -> str:
    """A value of a card on one line: a string unquoted if YAML reads it as a string, anything else as JSON.

    >>> render_value("hg://org/m"), render_value("true"), render_value(True), render_value({"a": [1, None]})
    ('hg://org/m', '"true"', 'true', '{"a": [1, null]}')
    """
    if isinstance(value, str) and _needs_no_quotes(value):
        return value
    return safe(_json_text(as_json_value(value)))


def _needs_no_quotes(text: str) -> bool:
    return is_plain_string(text) and text == text.strip() and text[0] not in "\"[{'" and safe(text) == text


def cut(text: str, start: int, limit: int) -> str:
    """A part of a string, with dots where something is left out.

    >>> cut("0123456789", 2, 4), cut("0123", 0, 4)
    ('...2345...', '0123')
    """
    before, after = "..." if start else "", "..." if len(text) > start + limit else ""
    return f"{before}{text[start : start + limit]}{after}"

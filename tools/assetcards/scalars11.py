"""The values of plain scalars in YAML 1.1, as PyYAML reads it, to find those that the cards' dialect reads differently.

Most YAML parsers read 1.1: a card that means something else to them is a trap. Dates are left out; both dialects have
them, and cards do not.
"""

from __future__ import annotations

import math
import re
from datetime import date

from assetcards.scalars import MAX_DIGITS, ScalarError, ScalarValue, resolve_plain

_BOOLEANS = {
    **dict.fromkeys(("yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE"), True),
    **dict.fromkeys(("no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE"), False),
}
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_NUMBER_START = frozenset("-+.0123456789")
_OF_OTHERS = frozenset(("", "=", "<", *_NUMBER_START))
"""How what may not be a string begins, except words."""
_FLOAT = re.compile(
    r"[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?"
    r"|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_INT = re.compile(
    r"[-+]?(?:0b[0-1_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)"
)  # fmt: skip
_BASES = {"0b": 2, "0x": 16}


def resolve_plain_1_1(text: str) -> ScalarValue:
    """The value of an unquoted scalar in YAML 1.1; a string for a date.

    Raises ScalarError for what has the form of a number but is not one, or is too large.

    >>> [resolve_plain_1_1(t) for t in ("no", "1e-5", "0777", "1:30", "1_000", "089")]
    [False, '1e-5', 511, 90, 1000, '089']
    """
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if text in _NULLS:
        return None
    if text[0] not in _NUMBER_START:
        return text
    digits = text.replace("_", "").lower()
    try:
        if _FLOAT.fullmatch(text):
            return _parse_float(digits)
        if _INT.fullmatch(text):
            return _parse_int(digits)
    except (ValueError, OverflowError) as error:
        raise ScalarError(f"{text[:40]!r} is not a number in YAML 1.1") from error
    return text


def is_word(text: str) -> bool:
    """Whether an unquoted scalar is a string in both dialects, as most are; quick, for each scalar of a catalog.

    >>> [is_word(text) for text in ("base", "no", "1e-5", "=")]
    [True, False, False, False]
    """
    return text[:1] not in _OF_OTHERS and text not in _BOOLEANS and text not in _NULLS


def _parse_float(text: str) -> float:
    if text.lstrip("+-") in (".inf", ".nan"):
        return float(text.replace(".", ""))
    if ":" in text:
        return _parse_sexagesimal(text, float)
    return float(text)


def _parse_int(text: str) -> int:
    sign, digits = (-1 if text[0] == "-" else 1), text.lstrip("+-")
    if digits[:2] in _BASES:
        return sign * int(digits[2:], _BASES[digits[:2]])
    if ":" in digits:
        return int(_parse_sexagesimal(text, int))
    return sign * int(digits, 8 if digits[0] == "0" else 10)


def _parse_sexagesimal(text: str, number: type[int] | type[float]) -> float:
    """Hours, minutes and seconds. Raises OverflowError for more parts than a number may have digits."""
    if len(text) > MAX_DIGITS:
        raise OverflowError
    total: float = 0
    for part in text.lstrip("+-").split(":"):
        total = total * 60 + number(part)
    if total == math.inf:
        raise OverflowError
    return -total if text[0] == "-" else total


def maybe_other_value(text: str) -> tuple[ScalarValue] | None:
    """What an unquoted scalar is in YAML 1.1, when that differs from a card; else None, as for decimal digits.

    Raises ScalarError as `resolve_plain_1_1`.

    >>> maybe_other_value("on"), maybe_other_value("3.0")
    ((True,), None)
    """
    if is_word(text) or (text.isdecimal() and text[0] != "0"):
        return None
    here, there = resolve_plain(text), resolve_plain_1_1(text)
    same = (type(here), repr(here)) == (type(there), repr(there))
    return None if same or isinstance(here, date) else (there,)

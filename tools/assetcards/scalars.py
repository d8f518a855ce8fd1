"""The values of plain scalars: YAML 1.2 as ruamel.yaml's safe loader resolves it (CARD_SPEC 1).

PyYAML resolves YAML 1.1, so its resolver is not used; these are the dialect's regular expressions. A test compares
them with ruamel.yaml on random scalars.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import TypeAlias

ScalarValue: TypeAlias = str | int | float | bool | date | datetime | None

_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_NUMBER_START = frozenset("-+.0123456789")
_FLOAT = re.compile(
    r"[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+"
    r"|[-+]?\.[0-9_]+(?:[eE][-+][0-9]+)?"
)
_INFINITY = re.compile(r"[-+]?\.(?:inf|Inf|INF)")
_NAN = frozenset((".nan", ".NaN", ".NAN"))
_INT = re.compile(r"[-+]?(?:0b[0-1_]+|0o?[0-7_]+|[0-9_]+|0x[0-9a-fA-F_]+)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BASES = {"0b": 2, "0o": 8, "0x": 16}

MAX_DIGITS = 4300
"""How many decimal digits an integer may have: Python's own bound for parsing and printing one fast."""
_TOO_LARGE = 10**MAX_DIGITS


@cache
def _timestamp() -> re.Pattern[str]:
    """The form of a date, with or without a time; compiled when needed, because hardly any card has one."""
    return re.compile(
        r"(?P<year>[0-9]{4})-(?P<month>[0-9][0-9]?)-(?P<day>[0-9][0-9]?)"
        r"(?:(?:[Tt]|[ \t]+)(?P<hour>[0-9][0-9]?):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]*))?"
        r"(?:[ \t]*(?P<zone>Z|[-+](?P<tz_hour>[0-9][0-9]?)(?::(?P<tz_minute>[0-9]{2}))?))?)?"
    )


class ScalarError(ValueError):
    """A plain scalar that has the form of a value but is not a valid one, such as `0b_` or a month 13."""


def resolve_plain(text: str) -> ScalarValue:
    """The value of an unquoted scalar.

    Raises ScalarError for `=` and `<<`, and for what looks like a number or a date but is not one.

    >>> [resolve_plain(t) for t in ("1e-5", ".5e3", "010", "0o17", "yes", "1:30", "~", "1_000")]
    [1e-05, '.5e3', 10, 15, 'yes', '1:30', None, 1000]
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _NUMBER_START:
        return _resolve_number(text)
    if text in ("=", "<<"):
        raise ScalarError(f"an unquoted {text!r} is not a valid value")
    return text


def is_plain_string(text: str) -> bool:
    """Whether a string needs no quotes to be read as that string.

    >>> [is_plain_string(text) for text in ("yes", "0", "true", "0b_")]
    [True, False, False, False]
    """
    try:
        return isinstance(resolve_plain(text), str)
    except ScalarError:
        return False


def _resolve_number(text: str) -> ScalarValue:
    try:
        if _FLOAT.fullmatch(text):
            return float(text.replace("_", ""))
        if _INFINITY.fullmatch(text):
            return float(text.replace(".", ""))
        if text in _NAN:
            return float("nan")
        if _INT.fullmatch(text):
            return _parse_int(text)
        if _is_timestamp(text):
            return _parse_timestamp(text)
    except (ValueError, OverflowError) as error:
        short = text if len(text) <= 40 else f"{text[:40]}... ({len(text)} characters)"
        raise ScalarError(f"{short!r} is not a valid number or date") from error
    return text


def _parse_int(text: str) -> int:
    digits = text.replace("_", "")
    sign = -1 if digits[0] == "-" else 1
    digits = digits.lstrip("+-")
    base = _BASES.get(digits[:2])
    if base is None and len(digits) > MAX_DIGITS:
        raise ValueError("too many digits")
    value = int(digits[2:], base) if base else int(digits)
    if value >= _TOO_LARGE:
        raise ValueError("too many digits")
    return sign * value


def _is_timestamp(text: str) -> bool:
    match = _timestamp().fullmatch(text)
    return match is not None and (match["hour"] is not None or _DATE.fullmatch(text) is not None)


def _parse_timestamp(text: str) -> date | datetime:
    match = _timestamp().fullmatch(text)
    assert match is not None
    day = (int(match["year"]), int(match["month"]), int(match["day"]))
    if match["hour"] is None:
        return date(*day)
    moment = datetime(
        *day, int(match["hour"]), int(match["minute"]), int(match["second"]), tzinfo=_parse_timezone(match)
    )
    return moment + timedelta(microseconds=_parse_fraction(match["fraction"] or ""))


def _parse_timezone(match: re.Match[str]) -> timezone | None:
    if match["zone"] is None:
        return None
    if match["zone"] == "Z":
        return UTC
    offset = timedelta(hours=int(match["tz_hour"]), minutes=int(match["tz_minute"] or 0))
    return timezone(-offset if match["zone"][0] == "-" else offset)


def _parse_fraction(digits: str) -> int:
    """Microseconds, the seventh digit rounding up from 5."""
    return int(digits[:6].ljust(6, "0")) + (1 if digits[6:7] > "4" else 0)

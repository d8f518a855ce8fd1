"""One sequence of bytes for each value, so that a digest means the same in every language (docs/lock-file.md)."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Mapping
from datetime import date

_NAN = "7ff8000000000000"
_LARGE = 10**4000


def digest_of(value: object) -> str:
    """The digest of a value: `sha256:` and 64 hexadecimal digits, of its canonical bytes.

    >>> digest_of(1) == digest_of(1.0), digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})
    (False, True)
    """
    import hashlib  # OpenSSL takes milliseconds to load, and most runs print no digest

    return "sha256:" + hashlib.sha256(encode_canonical(value)).hexdigest()


def encode_canonical(value: object) -> bytes:
    """The canonical bytes of a value of a card: null, booleans, integers, floats, strings, dates, lists and mappings.

    Raises TypeError for anything else.

    >>> encode_canonical({"b": [1, 1.0, True, None], "a": "é"})
    b'ms1:as2:\\xc3\\xa9s1:bli1ed3ff0000000000000tnee'
    """
    return b"".join(_encode(value))


def _encode(value: object) -> Iterator[bytes]:
    if value is None:
        yield b"n"
    elif isinstance(value, bool):
        yield b"t" if value else b"f"
    elif isinstance(value, int):
        yield f"i{_decimal(value)}e".encode()
    elif isinstance(value, float):
        yield f"d{_NAN if math.isnan(value) else struct.pack('>d', value).hex()}".encode()
    elif isinstance(value, str):
        yield _sized(b"s", value)
    elif isinstance(value, date):
        yield _sized(b"c", value.isoformat())
    elif isinstance(value, list | tuple):
        yield from (b"l", *(encode_canonical(item) for item in value), b"e")
    elif isinstance(value, Mapping):
        pairs = sorted((encode_canonical(key), encode_canonical(item)) for key, item in value.items())
        yield from (b"m", *(part for pair in pairs for part in pair), b"e")
    else:
        raise TypeError(f"a {type(value).__name__} is not a value of a card")


def _decimal(value: int) -> str:
    """All digits: Python writes no more than 4,300 of them unless they are taken in pieces."""
    if abs(value) < _LARGE:
        return str(value)
    high, low = divmod(abs(value), _LARGE)
    return f"{'-' if value < 0 else ''}{_decimal(high)}{low:04000}"


def _sized(mark: bytes, text: str) -> bytes:
    encoded = text.encode("utf-8", "surrogatepass")
    return mark + str(len(encoded)).encode() + b":" + encoded

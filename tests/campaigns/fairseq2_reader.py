"""The reader that fairseq2 0.8.1 has: ruamel.yaml, safe and pure."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from datetime import date

from ruamel.yaml import YAML

Fingerprint = tuple[object, ...]
"""A value with the type of each part, so that `1`, `1.0` and `true` differ, and keys in their order."""


def maybe_read(text: str) -> list[Fingerprint] | None:
    """The documents of a text as fairseq2 reads them; None when it refuses the text, or nobody can print them."""
    try:
        return [fingerprint(value) for value in _load(text)]
    except Exception:  # it leaks errors of a dozen types (ValueError, KeyError, RecursionError, ...)
        return None


def takes(text: str) -> bool:
    """Whether fairseq2 reads a text, be it that what comes out cannot be printed."""
    try:
        _load(text)
    except Exception:  # as above
        return False
    return True


def _load(text: str) -> list[object]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(YAML(typ="safe", pure=True).load_all(text))


def fingerprint(value: object) -> Fingerprint:
    """What tells a value from every other one."""
    if isinstance(value, dict):
        return ("mapping", *((fingerprint(key), fingerprint(item)) for key, item in value.items()))
    if isinstance(value, list | tuple):
        return ("list", *map(fingerprint, value))
    if isinstance(value, date):
        return ("date", value.isoformat())
    return (type(value).__name__, repr(value))


def is_cards(documents: Iterable[Fingerprint]) -> bool:
    """Whether all documents are mappings with text for keys, as cards are."""
    return all(
        kind == "mapping" and all(isinstance(entry, tuple) and entry[0][0] == "str" for entry in entries)
        for kind, *entries in documents
    )

"""Dotted names: the keys that lead to a value of a card, as TOML writes a dotted key."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assetcards.scalars import ScalarValue, is_plain_string
from assetcards.values import as_json_key

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def dotted_name(path: Sequence[ScalarValue]) -> str:
    """The keys that lead to a value as TOML writes a dotted key.

    A string that YAML would read as something else is quoted, so that the key `"0"` is not the key `0`.

    >>> dotted_name(["model_config", "max_seq_len"]), dotted_name(["model_config", "a.b", 0, "0"])
    ('model_config.max_seq_len', 'model_config."a.b".0."0"')
    """
    return ".".join(map(_dotted_key, path))


def _dotted_key(key: ScalarValue) -> str:
    text = as_json_key(key)
    if not isinstance(key, str):
        return text if _BARE.fullmatch(text) else f"'{text}'"
    if _BARE.fullmatch(text) and is_plain_string(text):
        return text
    import json

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

"""Dotted names: the keys that lead to a value of a card, as TOML writes a dotted key."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from assetcards.scalars import ScalarValue, is_plain_string
from assetcards.values import as_json_key

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_KEY = re.compile(r"""\"(?:[^"\\]|\\.)*\"|'[^']*'|[^."']+""")


class Directive(StrEnum):
    """A directive of a config; in the keys that lead to a value it is one, and an equal string is a key."""

    DELETE = "_del_"
    SET = "_set_"


DIRECTIVES: frozenset[str] = frozenset(Directive)


def dotted_name(path: Sequence[ScalarValue]) -> str:
    """The keys that lead to a value as TOML writes a dotted key.

    A string that YAML would read as something else is quoted, so that the key `"0"` is not the key `0`; so is a key
    that is called like a directive.

    >>> dotted_name(["model_config", "max_seq_len"]), dotted_name(["model_config", "a.b", 0, "0"])
    ('model_config.max_seq_len', 'model_config."a.b".0."0"')
    >>> dotted_name(["model_config", Directive.DELETE, "dropout"]), dotted_name(["model_config", "_del_"])
    ('model_config._del_.dropout', 'model_config."_del_"')
    """
    return ".".join(map(_dotted_key, path))


@lru_cache(maxsize=1024, typed=True)  # thousands of cards have the same few keys
def _dotted_key(key: ScalarValue) -> str:
    text = as_json_key(key)
    if not isinstance(key, str):
        return text if _BARE.fullmatch(text) else f"'{text}'"
    if isinstance(key, Directive) or (_BARE.fullmatch(text) and is_plain_string(text) and text not in DIRECTIVES):
        return text
    import json

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def split_dotted(text: str) -> list[str]:
    """The keys of a dotted name, as strings; empty for what is no such name.

    >>> split_dotted('model_config."a.b".0'), split_dotted("a..b")
    (['model_config', 'a.b', '0'], [])
    """
    keys = _KEY.findall(text)
    return [_plain_key(key) for key in keys] if ".".join(keys) == text else []


def _plain_key(key: str) -> str:
    if not key.startswith('"'):
        return key.strip("'")
    import json

    try:
        return str(json.loads(key))
    except ValueError:
        return key[1:-1]

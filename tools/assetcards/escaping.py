"""What cards, files and commits say, made fit for a terminal."""

from __future__ import annotations

import re
from functools import cache


@cache
def _unsafe() -> re.Pattern[str]:
    """Controls, marks of direction, surrogates, and what is invisible; compiled when there is need of it."""
    return re.compile(
        "[\x00-\x1f\x7f-\xa0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f"
        "\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
    )


def safe(text: str) -> str:
    """A string from a card or from git, safe for a terminal: control, bidirectional and invisible characters escaped.

    >>> safe("a\\x1b[2Jb\\u202e")
    'a\\\\x1b[2Jb\\\\u202e'
    """
    if text.isascii() and text.isprintable():
        return text
    return _unsafe().sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)

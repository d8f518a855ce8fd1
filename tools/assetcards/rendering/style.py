"""How answers look on a terminal."""

from __future__ import annotations

from collections.abc import Callable

Style = Callable[[str, str], str]
"""Gives a text a role (`name`, `dim`, `error`, `warning`, `advice`, `heading`), which a terminal may colour."""


def no_style(text: str, role: str) -> str:
    """The style of a file or a pipe."""
    return text

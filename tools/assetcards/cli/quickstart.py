"""A quick start: PyYAML loaded without compiling the regular expressions that this run does not use.

Cards are read with libyaml. PyYAML also brings a reader in pure Python, whose ten regular expressions are compiled on
import: a fifth of all that `catalog show` would take (bench/startup.py). Here each is compiled when it is first used,
which is never. This belongs to the command alone: no library may change `re` for the program that uses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from assetcards.text.yamltext import load_libyaml


class _Deferred:
    """A regular expression that is compiled when it is used."""

    def __init__(self, pattern: str, flags: int | re.RegexFlag = 0) -> None:
        self._arguments = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        return getattr(re.compile(*self._arguments), name)


@contextmanager
def _deferring() -> Iterator[None]:
    compile_at_once = re.compile
    re.compile = _Deferred  # type: ignore[assignment]  # PyYAML calls methods of patterns, and nothing else
    try:
        yield
    finally:
        re.compile = compile_at_once


def load_yaml_quickly() -> None:
    """Load PyYAML, so that the reader of cards finds it loaded."""
    with _deferring():
        load_libyaml()

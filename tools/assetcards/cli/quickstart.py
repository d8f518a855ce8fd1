"""A quick start: modules loaded without the regular expressions, and the parts of Python, that this run does not use.

click, PyYAML, `tomllib` and our own modules have more than a hundred of them, and one `catalog show` uses a few; to
compile them all on import was a tenth of what it takes (bench/startup.py). Here each is compiled when it is first used.
This belongs to the command alone: no library may change `re` for the program that uses it.
"""

from __future__ import annotations

import re
import sys
import typing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

_compile_at_once = re.compile
_check_type: Callable[..., object] = typing._type_check  # type: ignore[attr-defined]  # private, and tested


class _Deferred:
    """A regular expression that is compiled when it is used; what was used of it is at hand from then on."""

    def __init__(self, pattern: str, flags: int | re.RegexFlag = 0) -> None:
        self._arguments = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(_compile_at_once(*self._arguments), name)
        setattr(self, name, found)
        return found


@contextmanager
def quick_imports() -> Iterator[None]:
    """Defer the regular expressions of the modules that are loaded meanwhile, which call methods of them alone.

    What `typing` and `dataclasses` do for rare cases and for wrong code is left out, too.
    """
    sys.modules.setdefault("inspect", _PutOff("inspect"))  # which `dataclasses` loads for rare cases
    before = re.compile, typing._type_check  # type: ignore[attr-defined]  # private, and tested
    re.compile = _Deferred  # type: ignore[assignment]  # what is loaded here calls methods of patterns, nothing else
    typing._type_check = _trust_field  # type: ignore[attr-defined]  # as above
    try:
        yield
    finally:
        re.compile, typing._type_check = before  # type: ignore[attr-defined]  # as above


def _trust_field(kind: object, message: str, *more: Any, **named: Any) -> object:
    """Leave the type of a field of a named tuple the string that it is: it was checked before it was published.

    Python compiles each one only to see whether it could, which takes as long as all else of making such a class.
    """
    if isinstance(kind, str) and message.startswith("field "):
        return kind
    return _check_type(kind, message, *more, **named)


class _PutOff(ModuleType):
    """Stands for a module until something of it is used."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules[self.__name__] is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def load_yaml_quickly() -> None:
    """Load PyYAML, so that the reader of cards finds it loaded: its own reader in Python is not used."""
    with quick_imports():
        from assetcards.text.yamltext import load_libyaml

        load_libyaml()


def load_comparison_quickly() -> None:
    """Load what reads the settings and the cards of two commits; most other questions need less."""
    load_yaml_quickly()
    with quick_imports():
        for module in ("tomllib", "assetcards.model.settings_reading", "assetcards.sources.local"):
            import_module(module)


def load_judgement_quickly() -> None:
    """Load all rules, beside what reads cards and settings: of their regular expressions most are never used."""
    load_comparison_quickly()
    with quick_imports():
        from assetcards.rules.registry import rule_modules

        rule_modules()

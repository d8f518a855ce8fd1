"""A quick start: modules loaded without the regular expressions, and the parts of Python, that this run does not use.

click, PyYAML, `tomllib` and our own modules have more than a hundred of them, and one `catalog show` uses a few; to
compile them all on import was a tenth of what it takes (bench/startup.py). Here each is compiled when it is first used.
This belongs to the command alone: no library may change `re` for the program that uses it.
"""

from __future__ import annotations

import os
import re
import sys
import typing
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader, all_suffixes
from types import ModuleType
from typing import Any, TypeAlias

QUICK = ("assetcards", "assetcards_hooks", "click", "tomllib", "yaml")
"""The packages that are loaded quickly, with what they load."""

Method: TypeAlias = Callable[..., Any]

_compile_at_once = re.compile
_check_type: Callable[..., object] = typing._type_check  # type: ignore[attr-defined]  # private, and tested


@contextmanager
def quick_imports() -> Iterator[None]:
    """Load what is loaded of these packages meanwhile as `loading_quickly` does."""
    sys.meta_path.insert(0, _QuickFinder)
    try:
        yield
    finally:
        sys.meta_path.remove(_QuickFinder)


class _QuickFinder:
    """Finds the modules that are loaded quickly, where Python finds them."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        """As `importlib.abc.MetaPathFinder`."""
        spec = PathFinder.find_spec(name, path, target) if name.partition(".")[0] in QUICK else None
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _QuickLoader(spec.loader.name, spec.loader.path)
        return spec


class _QuickLoader(SourceFileLoader):
    """Runs a module as ever, but for what is put off until it is used."""

    def exec_module(self, module: ModuleType) -> None:
        with loading_quickly():
            super().exec_module(module)


@contextmanager
def loading_quickly() -> Iterator[None]:
    """Defer the regular expressions of the modules that are loaded meanwhile, which call methods of them alone.

    What `typing` and `dataclasses` do for rare cases and for wrong code is left out or put off, too.
    """
    for stand_in in (_PutOffInspect("inspect"), _PutOff("locale")):  # for rare cases of what loads them
        sys.modules.setdefault(stand_in.__name__, stand_in)
    import dataclasses

    write = getattr(dataclasses, "_create_fn", None)  # private, as the next but one, and tested
    quick: list[tuple[ModuleType, str, object]] = [
        (re, "compile", _Deferred),  # what is loaded here calls methods of patterns, nothing else
        (typing, "_type_check", _trust_field),
        *([(dataclasses, "_create_fn", partial(_write_when_called, write))] if write is not None else []),
    ]
    before = [(module, name, getattr(module, name)) for module, name, _ in quick]
    _replace(quick)
    try:
        yield
    finally:
        _replace(before)


def _replace(values: Sequence[tuple[ModuleType, str, object]]) -> None:
    for module, name, value in values:
        setattr(module, name, value)


class _Deferred:
    """A regular expression that is compiled when it is used; what was used of it is at hand from then on."""

    def __init__(self, pattern: str, flags: int | re.RegexFlag = 0) -> None:
        self._arguments = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(_compile_at_once(*self._arguments), name)
        setattr(self, name, found)
        return found


def _trust_field(kind: object, message: str, *more: Any, **named: Any) -> object:
    """Leave the type of a field of a named tuple the string that it is: it was checked before it was published.

    Python compiles each one only to see whether it could, which takes as long as all else of making such a class.
    """
    if isinstance(kind, str) and message.startswith("field "):
        return kind
    return _check_type(kind, message, *more, **named)


def _write_when_called(write: Callable[..., Method], name: str, *how: Any, **more: Any) -> Method:
    """A method of a dataclass that is written when it is first called, but for the one that every dataclass needs.

    Python compiles each of them on its own, and of seven methods six are hardly ever called.
    """
    if name == "__init__":
        return write(name, *how, **more)
    written: list[Method] = []

    def method(*arguments: Any) -> Any:
        if not written:
            written.append(write(name, *how, **more))
        return written[0](*arguments)

    method.__name__ = name
    return method


class _PutOff(ModuleType):
    """Stands for a module until something of it is used."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules[self.__name__] is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


class _PutOffInspect(_PutOff):
    """Stands for the module that `dataclasses` and `pkgutil` load."""

    @staticmethod
    def getmodulename(path: str) -> str | None:
        """As there: `pkgutil` asks it of each file of a package."""
        name = os.path.basename(path)
        suffixes = [suffix for suffix in all_suffixes() if name.endswith(suffix)]
        return name.removesuffix(max(suffixes, key=len)) if suffixes else None

"""Single values of the types that configs have; what is not of its type raises RefusalError."""

from __future__ import annotations

import enum
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from assetcards.opening.variables import Replaced


class RefusalError(Exception):
    """One value is not of its type; `lossy` when fairseq2 would change it until it is."""

    def __init__(self, hint: str, *, lossy: bool = False) -> None:
        super().__init__(hint)
        self.hint = hint
        self.lossy = lossy


class KeyRefusalError(RefusalError):
    """The key of a value is not of its type."""


class NoName(str):
    """Stands for a `key` that is no string where names of fields are wanted, and is the name of none."""

    key: object


def name_of(key: object) -> str:
    """A key as the name of a field."""
    if isinstance(key, str):
        return key
    name = NoName(f"\0{key!r}")
    name.key = key
    return name


class Kept(NamedTuple):
    """A value that is already what it should be, whatever its type is."""

    value: object


def any_of(refused: Sequence[Exception]) -> RefusalError:
    """The refusal of a value that may be of several types, each of which refused it.

    >>> any_of([RefusalError("write an integer"), RefusalError("write null")]).hint
    'write an integer or null'
    """
    hints = list(dict.fromkeys(error.hint for error in refused if isinstance(error, RefusalError)))
    return RefusalError(" or ".join([*hints[:1], *(hint.removeprefix("write ") for hint in hints[1:])]))


def is_of_torch(annotation: object) -> bool:
    """Whether it is the class of torch's types or devices; torch is not imported for it."""
    module, name = getattr(annotation, "__module__", ""), getattr(annotation, "__name__", "")
    return module == "torch" and name in ("dtype", "device")


def instance(value: Any, of: type, hint: str) -> Any:
    """A value of a class."""
    if not isinstance(value, of):
        raise RefusalError(hint)
    return value


def string(value: Any) -> str:
    """A string."""
    found = instance(value, str, "write a string, in quotes")
    return str(found) if isinstance(found, Replaced) else found


def plain(value: Any) -> Any:
    """Any value, with the strings in it that are only strings."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return list(map(plain, value))
    return str(value) if isinstance(value, Replaced) else value


def path(value: Any) -> Path:
    """A path, of a string."""
    return value if isinstance(value, Path) else Path(instance(value, str, "write a path, in quotes"))


def parsed(value: Any, into: Callable[[Any], Any], hint: str) -> Any:
    """What a type makes of a value."""
    try:
        return into(value)
    except (TypeError, ValueError, OverflowError):
        raise RefusalError(hint) from None


def member(value: Any, of: enum.EnumType) -> Any:
    """A member of an enumeration, by its name."""
    if isinstance(value, of):
        return value
    return of[choice(value, list(of.__members__))]


def choice(value: Any, names: Sequence[str]) -> str:
    """One of some names."""
    if not isinstance(value, str) or value not in names:
        raise RefusalError(
            f"write {' or '.join(map(repr, names))}" if len(names) <= 8 else f"one of {', '.join(names)}"
        )
    return str(value)


def of_torch(value: Any, annotation: Any) -> Any:
    """A type of torch by its name, or a device."""
    if isinstance(value, annotation):
        return value
    name = instance(value, str, "write a name, in quotes")
    if annotation.__name__ == "device":
        try:
            return annotation(name)
        except RuntimeError as error:
            raise RefusalError(str(error)) from None
    found = getattr(sys.modules["torch"], name.removeprefix("torch."), None)
    return instance(found, annotation, "write the name of a type of torch, such as bfloat16")


def without_duplicates(items: list[Any]) -> set[Any]:
    """A set of items that are all different."""
    try:
        found = set(items)
    except TypeError:
        raise RefusalError("write items that can be in a set") from None
    if len(found) < len(items):
        raise RefusalError("write each item once")
    return found


def unknown(annotation: Any) -> Callable[[Any], Any]:
    """A type that nothing in a card is of."""

    def refuse(value: Any) -> Any:
        raise RefusalError(f"no value can be given for the type {getattr(annotation, '__name__', annotation)}")

    return refuse

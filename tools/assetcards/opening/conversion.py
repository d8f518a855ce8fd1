"""Turns configs into objects of their classes; the one importer of cattrs.

What is taken and what is refused is what `families/annotations` describes: fairseq2's own rules. What fairseq2 takes
and changes (`3.9` for an `int`) is a fault here, unless it is asked for.
"""

from __future__ import annotations

import dataclasses
import enum
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cache, partial
from pathlib import Path
from typing import Any

from assetcards.errors import NotInstalledError
from assetcards.families.checking import FaultKind
from assetcards.names import suggest_names
from assetcards.opening.faults import ConversionError, Fault, Way
from assetcards.opening.values import (
    Kept,
    KeyRefusalError,
    NoName,
    RefusalError,
    any_of,
    choice,
    instance,
    is_of_torch,
    member,
    name_of,
    of_torch,
    parsed,
    path,
    plain,
    string,
    unknown,
    without_duplicates,
)
from assetcards.opening.variables import Replaced


def structure(config: Any, target: Any, *, lossy: bool = False) -> Any:
    """A config as an object of a class or another type, which has all that an annotation of a config may be.

    With `lossy`, values are changed where fairseq2 changes them. Raises ConversionError with all faults.

    >>> structure({"1": 2}, dict[str, float])
    {'1': 2.0}
    >>> try:
    ...     structure([1, "2", None], list[int])
    ... except ConversionError as error:
    ...     [(fault.path, fault.hint) for fault in error.faults]
    [((1,), 'write an integer'), ((2,), 'write an integer')]
    """
    converter = _converter(lossy)
    try:
        return converter.structure(config, target)
    except Exception as error:
        raise ConversionError(list(_faults(error, ()))) from error


# What is wrong


def _faults(error: BaseException, path: Way) -> Iterator[Fault]:
    """What an exception of cattrs says, which has those of all parts."""
    from cattrs import ClassValidationError, ForbiddenExtraKeysError, IterableValidationError

    if isinstance(error, ClassValidationError):
        noted, others = error.group_exceptions()
        for each, note in noted:
            yield from _faults_of_field(each, note.name, path)
        for other in others:
            yield from _faults(other, path)
    elif isinstance(error, IterableValidationError):
        for each, index in error.group_exceptions()[0]:
            yield from _faults(each, (*path, index.index))
    elif isinstance(error, ForbiddenExtraKeysError):
        known = [field.name for field in dataclasses.fields(typing.cast("Any", error.cl))]
        for name in sorted(error.extra_fields, key=str):
            key = name.key if isinstance(name, NoName) else name
            close = suggest_names(str(key), known, limit=1)
            hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(known) or 'none'}"
            yield Fault(FaultKind.UNKNOWN_KEY, (*path, key), "", hint)
    elif isinstance(error, RefusalError):
        kind = FaultKind.LOSSY if error.lossy else FaultKind.REFUSED
        yield Fault(kind, path, "", error.hint, isinstance(error, KeyRefusalError))
    else:
        yield Fault(FaultKind.REFUSED, path, f"{type(error).__name__}: {error}", "")


def _faults_of_field(error: BaseException, name: str, path: Way) -> Iterator[Fault]:
    if isinstance(error, KeyError):
        yield Fault(FaultKind.MISSING, (*path, name), "", "write a value")
    else:
        yield from _faults(error, (*path, name))


# The converter


@cache
def _converter(lossy: bool) -> Any:
    try:
        from cattrs import Converter
    except ImportError as error:
        raise NotInstalledError("a config", "cattrs", extra="open") from error
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    hooks = _Hooks(converter, lossy=lossy)

    def make(value: Any, annotation: Any) -> Any:
        # looked up each time: `int | str` and `str | int` are one type for cattrs, and two for fairseq2
        return value.value if isinstance(value, Kept) else hooks.of(annotation)(value)

    # cattrs looks these up by their classes, and so what are children of them, before it looks at predicates
    for known in (int, float, str, bytes, Path, enum.Enum):
        converter.register_structure_hook(known, make)
    converter.register_structure_hook_func(lambda _: True, make)
    return converter


class _Hooks:
    """What makes values of types; the parts of a value are made by the converter, so that it has all their faults."""

    def __init__(self, converter: Any, *, lossy: bool) -> None:
        self._converter = converter
        self._lossy = lossy
        self._classes: dict[type, Callable[[Any], Any]] = {}
        self._simple: Mapping[object, Callable[[Any], Any]] = {
            object: plain,
            bool: lambda value: instance(value, bool, "write true or false"),
            str: string,
            int: self._integer,
            float: self._number,
            Path: path,
            types.NoneType: lambda value: instance(value, types.NoneType, "write null"),
            None: lambda value: instance(value, types.NoneType, "write null"),
        }

    def of(self, annotation: Any) -> Callable[[Any], Any]:
        """What makes a value of an annotation, as `typing.get_type_hints` gives it."""
        if annotation in self._simple:
            return self._simple[annotation]
        found = self._of_type(annotation) if isinstance(annotation, type) else None
        return found or self._of_form(typing.get_origin(annotation), typing.get_args(annotation)) or unknown(annotation)

    def _of_type(self, annotation: type) -> Callable[[Any], Any] | None:
        if dataclasses.is_dataclass(annotation):
            if annotation not in self._classes:
                self._classes[annotation] = self._of_class(annotation)
            return self._classes[annotation]
        if isinstance(annotation, enum.EnumType):
            return lambda value: member(value, annotation)
        return (lambda value: of_torch(value, annotation)) if is_of_torch(annotation) else None

    def _of_form(self, origin: Any, arguments: Sequence[Any]) -> Callable[[Any], Any] | None:
        if origin is typing.Annotated:
            return self.of(arguments[0])
        names = [each for each in arguments if isinstance(each, str)]
        if origin is typing.Literal and names:
            return lambda value: choice(value, names)
        if origin in (typing.Union, types.UnionType):
            return lambda value: self._union(value, arguments)
        return self._container(origin, arguments)

    def _of_class(self, annotation: type) -> Callable[[Any], Any]:
        made = self._converter.gen_structure_attrs_fromdict(annotation)
        unread = {field.name for field in dataclasses.fields(annotation) if not field.init}

        def make(value: Any) -> Any:
            if isinstance(value, annotation):
                return value
            if not isinstance(value, Mapping):
                raise RefusalError("write a mapping of names to values")
            return made({name_of(key): each for key, each in value.items() if key not in unread}, annotation)

        return make

    def _container(self, origin: Any, arguments: Sequence[Any]) -> Callable[[Any], Any] | None:
        if origin in (list, Sequence) and len(arguments) == 1:
            return lambda value: self._items(value, arguments[0], list)
        if origin in (set, Set) and len(arguments) == 1:
            return lambda value: self._items(value, arguments[0], without_duplicates)
        if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
            return lambda value: self._items(value, arguments[0], tuple)
        if origin is tuple and arguments:
            return lambda value: self._all(self._sequence(value, len(arguments)), arguments, tuple)
        if origin in (dict, Mapping) and len(arguments) == 2:
            return lambda value: self._mapping(value, *arguments)
        return None

    def _integer(self, value: Any) -> int:
        if isinstance(value, int):
            return value
        return int(self._changed(value, int, "write an integer"))

    def _number(self, value: Any) -> float:
        if isinstance(value, float):
            return value
        if type(value) is int:
            return float(parsed(value, float, "write a smaller number"))
        return float(self._changed(value, float, "write a number"))

    def _changed(self, value: Any, into: Callable[[Any], Any], hint: str) -> Any:
        """A value that fairseq2 changes until it is of the type."""
        changed = parsed(value, into, hint)
        if not self._lossy and not isinstance(value, Replaced):
            raise RefusalError(hint, lossy=True)
        return changed

    def _sequence(self, value: Any, count: int | None = None) -> Sequence[Any]:
        """A sequence; a string is one of its characters for fairseq2."""
        hint = "write a list" if count is None else f"write a list of {count} items"
        if not isinstance(value, Sequence) or count not in (None, len(value)):
            raise RefusalError(hint)
        return value

    def _all(self, value: Sequence[Any], annotations: Sequence[Any], into: Callable[[list[Any]], Any]) -> Any:
        parts = (partial(self._converter.structure, *each) for each in zip(value, annotations, strict=True))
        made = into(_all_made(enumerate(parts)))
        if isinstance(value, str) and not self._lossy:
            raise RefusalError("write a list", lossy=True)
        return made

    def _items(self, value: Any, annotation: Any, into: Callable[[list[Any]], Any]) -> Any:
        found = self._sequence(value)
        return self._all(found, [annotation] * len(found), into)

    def _mapping(self, value: Any, key: Any, each: Any) -> dict[Any, Any]:
        if not isinstance(value, Mapping):
            raise RefusalError("write a mapping")
        keys = [(name, partial(self._key, name, key)) for name in value]
        values = [(name, partial(self._converter.structure, item, each)) for name, item in value.items()]
        made = _all_made([*keys, *values])
        return dict(zip(made[: len(keys)], made[len(keys) :], strict=True))

    def _key(self, name: Any, annotation: Any) -> Any:
        try:
            return self._converter.structure(name, annotation)
        except Exception as error:
            hint = next(_faults(error, ())).hint
            raise KeyRefusalError(hint, lossy=_is_lossy(error)) from None

    def _union(self, value: Any, members: Sequence[Any]) -> Any:
        """The first member that takes the value; with None and one other, fairseq2 does not go on after the first."""
        is_optional = len(members) == 2 and types.NoneType in members
        if is_optional and value is None:
            return None
        refused: list[Exception] = []
        for each in members:
            try:
                return self._converter.structure(value, each)
            except Exception as error:
                if is_optional or _is_lossy(error):
                    raise
                refused.append(error)
        # of a member that takes such a value, but not all that is in it, that is what is wrong
        raise next((error for error in refused if not isinstance(error, RefusalError)), any_of(refused))


def _all_made(parts: Iterable[tuple[Any, Callable[[], Any]]]) -> list[Any]:
    """The parts of a value, each made and with what leads to it; or the faults of all of them."""
    from cattrs import IterableValidationError
    from cattrs.errors import IterableValidationNote

    made, wrong = [], []
    for index, make in parts:
        try:
            made.append(make())
        except Exception as error:
            error.add_note(IterableValidationNote(f"at {index}", index, None))
            wrong.append(error)
    if wrong:
        raise IterableValidationError("some parts", wrong, list)
    return made


def _is_lossy(error: Exception) -> bool:
    """Whether fairseq2 would take the value, changed."""
    return all(fault.kind is FaultKind.LOSSY for fault in _faults(error, ()))

"""What a schema says of one value: the one importer of jsonschema."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

from assetcards.families.schemas import Schema
from assetcards.families.wording import expected

VARIABLE = "${env:"
"""How a variable begins in a string of a config; what it holds is not known before the config is opened."""


class Verdict(Enum):
    """What a family's code does with a value."""

    ACCEPTS = "accepts"
    LOSES = "loses"
    REFUSES = "refuses"


class ValueFault(NamedTuple):
    """A value that is lost or refused; `path` leads to it, and `expected` says what is right.

    With `is_key`, it is the key at the end of the path, and not what is below it.
    """

    verdict: Verdict
    path: tuple[Any, ...]
    expected: str
    is_key: bool = False


def value_faults(schema: Schema, value: Any) -> list[ValueFault]:
    """What is wrong with a value.

    >>> value_faults({"type": "array", "items": {"type": "integer"}}, [1, "x"])
    [ValueFault(verdict=<Verdict.REFUSES: 'refuses'>, path=(1,), expected='an integer', is_key=False)]
    """
    return list(dict.fromkeys(_found(value_validator(schema), value)))


def verdict(schema: Schema, value: Any) -> Verdict:
    """What is done with one value.

    >>> verdict({"type": "integer", "loses": {"type": "number"}}, 3.9).value
    'loses'
    """
    return _verdict(value_validator(schema), value)


def _verdict(validator: Any, value: Any) -> Verdict:
    found = {fault.verdict for fault in _found(validator, value)}
    if not found:
        return Verdict.ACCEPTS
    return Verdict.LOSES if found == {Verdict.LOSES} else Verdict.REFUSES


def document_errors(schema: Schema, document: Any) -> Iterator[Any]:
    """The errors of jsonschema about a document."""
    from jsonschema import Draft202012Validator
    from referencing import Registry

    yield from Draft202012Validator(schema, registry=Registry()).iter_errors(document)


def value_validator(schema: Schema) -> Any:
    """What finds the errors of values."""
    from referencing import Registry

    # with a registry of its own a schema refers to nothing outside: the one by default asks the network
    return _validator_class()(schema, registry=Registry(), format_checker=_formats())


@cache
def _validator_class() -> Any:
    """JSON Schema 2020-12, but YAML knows an integer from a number, and a string is taken for its characters."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    integers = Draft202012Validator.TYPE_CHECKER.redefine("integer", lambda _, value: type(value) is int)
    extended: Callable[..., Any] = extend
    return extended(Draft202012Validator, {"characters": _characters}, type_checker=integers)


def _characters(validator: Any, array: Any, value: Any, _schema: Any) -> Iterator[Any]:
    from jsonschema import ValidationError

    # a part of a schema refers to what the whole defines, so its validator is made of that of the whole
    if isinstance(value, str) and _verdict(validator.evolve(schema=array), list(value)) is Verdict.REFUSES:
        yield ValidationError("not an array of such characters")


@cache
def _formats() -> Any:
    from jsonschema import FormatChecker

    checker = FormatChecker(formats=())
    for name, convert in (("integer", int), ("number", float)):
        checker.checks(name, raises=ValueError)(_converts(convert))
    return checker


def _converts(convert: Any) -> Any:
    def check(value: object) -> bool:
        if isinstance(value, str):
            convert(value)
        return True

    return check


def _found(validator: Any, value: Any) -> Iterator[ValueFault]:
    for error in validator.iter_errors(value):
        schema, wrong = error.schema, error.instance
        if isinstance(wrong, str) and VARIABLE in wrong and _takes_strings(schema):
            continue
        lossy = isinstance(schema, Mapping) and "loses" in schema
        lost = lossy and _verdict(validator.evolve(schema=schema["loses"]), wrong) is not Verdict.REFUSES
        found = Verdict.LOSES if lost else Verdict.REFUSES
        is_key = list(error.absolute_schema_path)[-2:-1] == ["propertyNames"]
        path = (*error.absolute_path, wrong) if is_key else tuple(error.absolute_path)
        yield ValueFault(found, path, expected(schema, wrong), is_key)


def _takes_strings(schema: Schema) -> bool:
    """Whether any string is accepted, or lost: what a variable holds is not known before it is used."""
    if not isinstance(schema, Mapping):
        return False
    types = schema.get("type", ())
    if "string" in ([types] if isinstance(types, str) else types) or "enum" in schema:
        return True
    parts = [*schema.get("anyOf", ()), schema.get("loses", False), schema.get("else", False)]
    return any(map(_takes_strings, parts))

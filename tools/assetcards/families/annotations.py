"""From the annotations of a config class to the JSON Schema of what can be given for them.

The schemas say what fairseq2's converter of values does: a value that a schema accepts is taken as it is, one that the
schema below `loses` accepts is taken and changed (`3.9` for an `int` becomes 3), any other is refused.
"""

from __future__ import annotations

import dataclasses
import enum
import types
import typing
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import Any, TypeAlias

from assetcards.families.unstructured import unstructure

Schema: TypeAlias = "dict[str, Any] | bool"

REFUSED: Schema = False
"""For an annotation that the converter does not know: whatever is given, it fails."""

_INTEGER: Schema = {
    "type": ["integer", "boolean"],
    "loses": {"anyOf": [{"type": "number"}, {"type": "string", "format": "integer"}]},
}
_FLOAT: Schema = {
    "type": "number",
    "loses": {"anyOf": [{"type": "boolean"}, {"type": "string", "format": "number"}]},
}
_SIMPLE: Mapping[object, Schema] = {
    bool: {"type": "boolean"},
    int: _INTEGER,
    float: _FLOAT,
    str: {"type": "string"},
    Path: {"type": "string"},
    types.NoneType: {"type": "null"},
    object: True,
}
_ARRAYS = (list, Sequence)
_SETS = (set, Set)
_MAPPINGS = (dict, Mapping)
_UNIONS = (typing.Union, types.UnionType)


class Annotations:
    """The schemas of annotations; those of classes are gathered in `classes`, to which the others refer.

    `special` has the schemas of types that only some package knows.

    >>> Annotations().schema(list[bool] | None)["else"]["items"]
    {'type': 'boolean'}
    """

    def __init__(self, special: Mapping[object, Schema] | None = None) -> None:
        self.classes: dict[str, Schema] = {}
        self._special = special or {}

    def schema(self, annotation: object) -> Schema:
        """The schema of an annotation, as `typing.get_type_hints` gives it."""
        for known in (_SIMPLE, self._special):
            if annotation in known:
                return known[annotation]
        origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
        if isinstance(annotation, type) and dataclasses.is_dataclass(annotation):
            return self.of_class(annotation)
        if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
            members = annotation.__members__
            return choices(members, [member.name for member in members.values()])
        if origin is typing.Literal:
            return {"enum": [each for each in arguments if isinstance(each, str)]}
        if origin in _UNIONS:
            return self._union(arguments)
        return self._container(origin, arguments)

    def of_class(self, annotation: type) -> Schema:
        """A reference to the schema of a dataclass."""
        name = f"{annotation.__module__}.{annotation.__qualname__}"
        if name not in self.classes:
            self.classes[name] = {}  # a class may have fields of its own type
            self.classes[name] = self._object(annotation)
        return {"$ref": f"#/$defs/{name}"}

    def _object(self, annotation: type) -> Schema:
        hints = typing.get_type_hints(annotation)
        fields = dataclasses.fields(annotation)
        required = [field.name for field in fields if field.init and not _has_default(field)]
        return {
            "type": "object",
            "properties": {field.name: self._property(field, hints[field.name]) for field in fields},
            **({"required": required} if required else {}),
            "additionalProperties": False,
        }

    def _property(self, field: dataclasses.Field[Any], annotation: object) -> Schema:
        """The schema of a field, with its own default; the converter ignores what is given for one without `init`."""
        schema = self.schema(annotation) if field.init else True
        if not field.init or not _has_default(field) or schema is REFUSED:
            return schema
        made = field.default if field.default_factory is dataclasses.MISSING else field.default_factory()
        return {**(schema if isinstance(schema, dict) else {}), "default": unstructure(made)}

    def _union(self, members: Sequence[object]) -> Schema:
        """The converter tries the members in turn; with None and one other it does not go on after the first."""
        if types.NoneType in members and len(members) == 2:
            other = next(member for member in members if member is not types.NoneType)
            schema = self.schema(other) if members[0] is other else REFUSED
            return {"if": {"type": "null"}, "else": schema}
        tried = [self.schema(member) for member in members]
        union = tried.pop()
        while tried:
            first = tried.pop()
            union = {"if": {"anyOf": [first, *_lossy(first)]}, "then": first, "else": union}
        return union

    def _container(self, origin: object, arguments: Sequence[object]) -> Schema:
        if origin is tuple and arguments and arguments[-1] is not Ellipsis:
            count = len(arguments)
            sizes = {"prefixItems": list(map(self.schema, arguments)), "minItems": count, "maxItems": count}
            return _array({"items": False, **sizes})
        if origin in (*_ARRAYS, tuple) and arguments:
            return _array({"items": self.schema(arguments[0])})
        if origin in _SETS and len(arguments) == 1:
            return _array({"items": self.schema(arguments[0]), "uniqueItems": True})
        if origin in _MAPPINGS and len(arguments) == 2:
            values = self.schema(arguments[1])
            keys = self.schema(arguments[0])
            return {"type": "object", "propertyNames": keys, "additionalProperties": values}
        return REFUSED


def choices(names: Iterable[str], meant: Iterable[str]) -> dict[str, Any]:
    """The schema of some names, with what each means where that is another one.

    >>> choices(["float", "float32"], ["float32", "float32"])
    {'enum': ['float', 'float32'], 'aliases': {'float': 'float32'}}
    """
    names = list(names)
    aliases = {name: other for name, other in zip(names, meant, strict=True) if name != other}
    return {"enum": names, **({"aliases": aliases} if aliases else {})}


def _array(what: dict[str, Any]) -> Schema:
    """An array; a string instead of one becomes the array of its characters."""
    return {"type": "array", **what, "loses": {"type": "string", "characters": {"type": "array", **what}}}


def _lossy(schema: Schema) -> list[Schema]:
    return [schema["loses"]] if isinstance(schema, dict) and "loses" in schema else []


def _has_default(field: dataclasses.Field[Any]) -> bool:
    return field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING

"""Describes families: from their classes to a document `assetcards-families`."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterable, Mapping
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from assetcards.families.annotations import Annotations, Schema
from assetcards.families.description import FORMAT, OWN, SCHEMA_VERSION
from assetcards.families.family import Family
from assetcards.families.unstructured import unstructure
from assetcards.trees.plugins import run_plugin


def describe(families: Iterable[Family], package: str, special: Mapping[object, Schema]) -> dict[str, Any]:
    """The document of some families; `special` are the schemas of types that only some package knows.

    Raises PluginError when the code of a family fails, or its configs are of no dataclass.
    """
    annotations = Annotations(special)
    described: dict[str, dict[str, Any]] = {}
    for family in families:
        what = f"{family.kind} family {family.name!r}"
        described.setdefault(family.kind, {})[family.name] = run_plugin(what, partial(_described, family, annotations))
    return {
        "format": FORMAT,
        "schema_version": SCHEMA_VERSION,
        "package": {"name": package, "version": _version_of(package)},
        "families": described,
        "$defs": annotations.classes,
    }


def _described(family: Family, annotations: Annotations) -> dict[str, Any]:
    if family.config is None:
        return {"config": None, "architectures": {}}
    return {
        "config": annotations.of_class(family.config),
        "architectures": {name: unstructure(make()) for name, make in sorted(family.architectures.items())},
        **_defaults(family.config),
        **({"has_checks": True} if _has_checks(family.config, set()) else {}),
    }


def _defaults(config: type) -> dict[str, Any]:
    try:
        return {"defaults": unstructure(config())}
    except Exception as error:  # it lacks a value, or its own check refuses the defaults
        return {"defaults": None, "no_defaults": str(error)}


def _has_checks(config: type, seen: set[type]) -> bool:
    """Whether a class, or one in its fields, checks itself: `validate` of fairseq2, or `__post_init__`."""
    seen.add(config)
    if hasattr(config, "validate") or hasattr(config, "__post_init__"):
        return True
    hints = typing.get_type_hints(config)
    return any(_has_checks(found, seen) for hint in hints.values() for found in _classes_in(hint) if found not in seen)


def _classes_in(annotation: object) -> Iterable[type]:
    if isinstance(annotation, type) and dataclasses.is_dataclass(annotation):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from _classes_in(argument)


def _version_of(package: str) -> str | None:
    try:
        return None if package == OWN else version(package)
    except PackageNotFoundError:
        return None

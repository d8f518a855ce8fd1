"""`catalog families`: what is known of the code that opens assets, and describing installed code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from assetcards.errors import NotFoundError, SourceError
from assetcards.families.describing import describe
from assetcards.families.description import OWN, FamilyDescription
from assetcards.families.fairseq2 import PACKAGE, families_in_fairseq2, has_fairseq2, torch_types
from assetcards.families.family import Family
from assetcards.families.known import KnownFamilies, known_families
from assetcards.families.registered import GROUP, families_of_package
from assetcards.families.schemas import Schema, maybe_class, resolved
from assetcards.families.wording import expected
from assetcards.model.card import KINDS
from assetcards.model.catalog import Catalog, Revision
from assetcards.names import suggest_names
from assetcards.opening.builtin.families import BUILTIN


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFamily:
    """A family; `source` is empty for one that `catalog.toml` only names."""

    kind: str
    name: str
    source: str
    architectures: tuple[str, ...]
    takes_config: bool
    has_checks: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyList:
    """The families that are known, by kind and name."""

    revision: Revision | None
    families: tuple[KnownFamily, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigKey:
    """A key of a config: its dotted name, what it takes, in words, and its default in the class."""

    path: tuple[str, ...]
    takes: str
    has_default: bool
    default: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyPage:
    """A family with the keys of its config; `schema` is None when it is not described, or takes none."""

    family: KnownFamily
    keys: tuple[ConfigKey, ...]
    schema: Mapping[str, Any] | None
    no_defaults: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyPages:
    """All families of a name: one for each kind that has it."""

    revision: Revision | None
    name: str
    pages: tuple[FamilyPage, ...]


def list_families(catalog: Catalog, kind: str | None = None) -> FamilyList:
    """List the families that a catalog knows. Raises DescriptionError when one cannot be read."""
    known = _known(catalog)
    found = (_family(known, each, name) for each in KINDS if kind in (None, each) for name in known.names(each))
    return FamilyList(revision=catalog.revision, families=tuple(found))


def show_family(catalog: Catalog, name: str) -> FamilyPages:
    """What is known of the families of a name. Raises NotFoundError when there is none, DescriptionError as above."""
    known = _known(catalog)
    kinds = [kind for kind in KINDS if known.is_known(kind, name)]
    if not kinds:
        names = [each for kind in KINDS for each in known.names(kind)]
        raise NotFoundError("family", name, suggest_names(name, names))
    pages = tuple(_page(known, kind, name) for kind in kinds)
    return FamilyPages(revision=catalog.revision, name=name, pages=pages)


def describe_families(package: str) -> dict[str, Any]:
    """Describe the families that an installed package registers, in fairseq2 or by entry points of ours.

    Raises SourceError when there are none, or the package is not installed, PluginError when its code fails.
    """
    families = _registered_by(package)
    if not families:
        hint = f"name a Family by an entry point of the group {GROUP} (docs/families.md)"
        raise SourceError(f"{package} registers no families", hint=hint)
    return describe(families, package, torch_types())


def _registered_by(package: str) -> Sequence[Family]:
    if package == OWN:
        return BUILTIN
    families = [] if package == PACKAGE else families_of_package(package)
    is_asked = package == PACKAGE or (not families and has_fairseq2())
    return families_in_fairseq2(package) if is_asked else families


def _known(catalog: Catalog) -> KnownFamilies:
    known = known_families(catalog)
    for _, problem in known.problems:
        raise problem
    return known


def _family(known: KnownFamilies, kind: str, name: str) -> KnownFamily:
    description = known.maybe_description(kind, name)
    added = known.declared.get((kind, name), ())
    return KnownFamily(
        kind=kind,
        name=name,
        source=description.source if description is not None else "",
        architectures=tuple(known.architectures(description) if description is not None else sorted(added)),
        takes_config=description is None or description.config is not None,
        has_checks=description is not None and description.has_checks,
    )


def _page(known: KnownFamilies, kind: str, name: str) -> FamilyPage:
    description = known.maybe_description(kind, name)
    schema = description.config if description is not None else None
    return FamilyPage(
        family=_family(known, kind, name),
        keys=_all_keys(description, schema) if description is not None and schema is not None else (),
        schema={**schema, "$defs": description.definitions} if description is not None and schema is not None else None,
        no_defaults=description.no_defaults if description is not None else "",
    )


MAX_KEYS = 2000
"""How many keys are listed: classes in classes, each with two fields of the next, have more than anybody reads."""


def _all_keys(family: FamilyDescription, schema: Schema) -> tuple[ConfigKey, ...]:
    name = maybe_class(schema)
    return tuple(islice(_keys(family, schema, (), frozenset() if name is None else frozenset({name})), MAX_KEYS))


def _keys(
    family: FamilyDescription, schema: Schema, path: tuple[str, ...], above: frozenset[str]
) -> Iterator[ConfigKey]:
    """The keys of a config, nested ones included; a class inside itself is not followed."""
    for key, below in _properties(family, schema).items():
        says = below if isinstance(below, Mapping) else {}
        has_default, default = "default" in says, says.get("default")
        name = maybe_class(below)
        is_followed = name not in above and bool(_properties(family, below))
        if not is_followed or default is None:
            takes = expected(below) or "nothing"
            yield ConfigKey(path=(*path, key), takes=takes, has_default=has_default, default=default)
        if is_followed:
            yield from _keys(family, below, (*path, key), above | {name} if name is not None else above)


def _properties(family: FamilyDescription, schema: Schema) -> Mapping[str, Schema]:
    found = resolved(schema, family.definitions)
    properties: Mapping[str, Schema] = found.get("properties", {}) if isinstance(found, Mapping) else {}
    return properties

"""The families that a catalog knows: those that ship with the toolchain, and those that `catalog.toml` names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assetcards.families.description import FamilyDescription, descriptions_in, shipped_descriptions
from assetcards.families.document import MAX_BYTES, DescriptionError, parse_document
from assetcards.model.catalog import Catalog
from assetcards.model.settings import FamilySettings
from assetcards.trees.foreign import read_file
from assetcards.trees.tree import FileUnreadableError, Tree

PACKAGE_FILE = "assetcards-families.json"
"""The name of the file in which a package describes its families."""

Key = tuple[str, str]
"""The kind and the name of a family."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFamilies:
    """What is known of families.

    `described` are those with a description, `declared` has the architectures that settings add to a family, and
    `closed` is whether there are no others. `problems` has what could not be read, and the index of the setting
    that names it.
    """

    described: Mapping[Key, FamilyDescription]
    declared: Mapping[Key, tuple[str, ...]]
    closed: bool
    problems: tuple[tuple[tuple[str, int], DescriptionError], ...] = ()

    def maybe_description(self, kind: str, family: str) -> FamilyDescription | None:
        """The description of a family, or None."""
        return self.described.get((kind, family))

    def is_known(self, kind: str, family: str) -> bool:
        """Whether a family is described or declared."""
        return (kind, family) in self.described or (kind, family) in self.declared

    def names(self, kind: str) -> list[str]:
        """The known families of a kind, sorted."""
        return sorted({name for each, name in (*self.described, *self.declared) if each == kind})

    def architectures(self, description: FamilyDescription) -> list[str]:
        """The architectures of a described family, and those that settings add, sorted."""
        added = self.declared.get((description.kind, description.name), ())
        return sorted({*description.architectures, *added})


def known_families(catalog: Catalog) -> KnownFamilies:
    """The families that a catalog knows; what cannot be read is among the problems."""
    settings = catalog.settings.families
    found: dict[Key, FamilyDescription] = {}
    problems: list[tuple[tuple[str, int], DescriptionError]] = []
    if settings.shipped:
        found = {(each.kind, each.name): each for each in shipped_descriptions()}
    for where, read in _documents(settings, catalog.own.tree):
        try:
            found |= {(each.kind, each.name): each for each in read}
        except DescriptionError as error:
            problems.append((where, error))
    return KnownFamilies(described=found, declared=settings.declared, closed=settings.closed, problems=tuple(problems))


def _documents(settings: FamilySettings, tree: Tree) -> Iterator[tuple[tuple[str, int], Iterator[FamilyDescription]]]:
    for number, package in enumerate(settings.packages):
        yield ("packages", number), _in_package(package)
    for number, path in enumerate(settings.descriptions):
        yield ("descriptions", number), _in_tree(tree, path)


def _in_tree(tree: Tree, path: str) -> Iterator[FamilyDescription]:
    try:
        content = read_file(tree, path, MAX_BYTES)
    except FileUnreadableError as error:
        raise DescriptionError(path, error.reason, "write the path as it is seen from the catalog") from error
    yield from descriptions_in(parse_document(content, path), path)


def _in_package(package: str) -> Iterator[FamilyDescription]:
    """The families that an installed package describes; its code is not imported."""
    from importlib.metadata import PackageNotFoundError, distribution  # late: they cost more than all rules together
    from pathlib import Path

    try:
        files = distribution(package).files or []
    except (PackageNotFoundError, ValueError) as error:
        raise DescriptionError(f"package {package}", "is not installed here", "install it, or remove it") from error
    paths = [Path(str(file.locate())) for file in files if file.name == PACKAGE_FILE]
    if not paths:
        hint = "name a package that describes its families (docs/families.md)"
        raise DescriptionError(f"package {package}", f"has no file {PACKAGE_FILE}", hint)
    for path in paths:
        try:
            with path.open("rb") as file:
                content = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise DescriptionError(
                str(path), f"cannot be read: {error.strerror}", "install the package again"
            ) from error
        yield from descriptions_in(parse_document(content, str(path)), package)

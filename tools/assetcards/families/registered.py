"""The families that an installed package registers: by entry points of ours, and in fairseq2."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import EntryPoint, PackageNotFoundError, distribution, packages_distributions

from packaging.utils import canonicalize_name

from assetcards.errors import SourceError
from assetcards.families.family import Family, what_is_wrong
from assetcards.model.card import KINDS
from assetcards.trees.plugins import PluginError, run_plugin

GROUP = "assetcards.families"


def families_of_package(package: str) -> list[Family]:
    """The families that the entry points of an installed package name, by kind and name.

    Raises SourceError when the package is not installed, PluginError when an entry point fails or names something else.
    """
    try:
        points = distribution(package).entry_points.select(group=GROUP)
    except (PackageNotFoundError, ValueError) as error:
        hint = "run this in the environment that the package is installed in"
        raise SourceError(f"no package {package!r} is installed here", hint=hint) from error
    families = [family for point in sorted(points, key=lambda point: point.name) for family in families_of(point)]
    return sorted(families, key=lambda family: (KINDS.index(family.kind), family.name))


def modules_of(package: str) -> set[str]:
    """The modules at the top of an installed package, which may be called otherwise: `my-lab` has `my_lab`.

    >>> sorted(modules_of("PyYAML") - {"_yaml"})
    ['yaml']
    """
    wanted = canonicalize_name(package)
    return {
        module
        for module, packages in packages_distributions().items()
        if wanted in {canonicalize_name(each) for each in packages}
    }


def families_of(point: EntryPoint) -> Iterator[Family]:
    """The families that an entry point names. Raises PluginError when it fails, or names something else."""
    plugin = f"{GROUP}:{point.name}"
    named = run_plugin(plugin, point.load)
    for family in named if isinstance(named, list | tuple) else [named]:
        problem = what_is_wrong(family)
        if problem:
            raise PluginError(plugin, problem)
        yield family

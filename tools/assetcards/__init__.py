"""Asset cards from a git repository: read, resolve and pin them.

Everything public is here; each name loads its module when it is first used, so that `import assetcards` costs next
to nothing.

>>> from assetcards import open_catalog
>>> open_catalog("catalog").card("llama3_8b_instruct").chain
['llama3_8b_instruct', 'llama3_instruct', 'llama3', 'llama']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assetcards.card import Card as Card
    from assetcards.catalog import Catalog as Catalog
    from assetcards.catalog import Revision as Revision
    from assetcards.diagnostics import Diagnostic as Diagnostic
    from assetcards.diagnostics import Severity as Severity
    from assetcards.errors import AssetCardsError as AssetCardsError
    from assetcards.errors import CardError as CardError
    from assetcards.errors import CardNotFoundError as CardNotFoundError
    from assetcards.errors import CorruptObjectError as CorruptObjectError
    from assetcards.errors import EnvironmentNotFoundError as EnvironmentNotFoundError
    from assetcards.errors import FieldError as FieldError
    from assetcards.errors import GitError as GitError
    from assetcards.errors import InvalidNameError as InvalidNameError
    from assetcards.errors import NotFoundError as NotFoundError
    from assetcards.errors import RepositoryNotFoundError as RepositoryNotFoundError
    from assetcards.errors import RevisionError as RevisionError
    from assetcards.errors import SourceError as SourceError
    from assetcards.gitrepo import Repository as Repository
    from assetcards.gittree import CommitTree as CommitTree
    from assetcards.gittree import IndexTree as IndexTree
    from assetcards.layers import Layer as Layer
    from assetcards.memorytree import MemoryTree as MemoryTree
    from assetcards.opening import open_catalog as open_catalog
    from assetcards.packagetree import PackageTree as PackageTree
    from assetcards.plugins import PluginError as PluginError
    from assetcards.plugins import register_environment_detector as register_environment_detector
    from assetcards.plugins import register_store as register_store
    from assetcards.plugins import unregister as unregister
    from assetcards.resolved import Field as Field
    from assetcards.resolved import Origin as Origin
    from assetcards.resolved import ResolvedCard as ResolvedCard
    from assetcards.tree import FolderTree as FolderTree
    from assetcards.tree import Tree as Tree

__version__ = "0.1.0"

_MODULES = {
    "card": ("Card",),
    "catalog": ("Catalog", "Revision"),
    "diagnostics": ("Diagnostic", "Severity"),
    "errors": (
        "AssetCardsError",
        "CardError",
        "CardNotFoundError",
        "CorruptObjectError",
        "EnvironmentNotFoundError",
        "FieldError",
        "GitError",
        "InvalidNameError",
        "NotFoundError",
        "RepositoryNotFoundError",
        "RevisionError",
        "SourceError",
    ),
    "gitrepo": ("Repository",),
    "gittree": ("CommitTree", "IndexTree"),
    "layers": ("Layer",),
    "memorytree": ("MemoryTree",),
    "opening": ("open_catalog",),
    "packagetree": ("PackageTree",),
    "plugins": ("PluginError", "register_environment_detector", "register_store", "unregister"),
    "resolved": ("Field", "Origin", "ResolvedCard"),
    "tree": ("FolderTree", "Tree"),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}

__all__ = ["__version__", *sorted(_HOMES)]  # noqa: PLE0604 (the names are texts)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

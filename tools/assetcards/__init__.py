"""Asset cards from a git repository: read, resolve and pin them.

Everything public is here; each name loads its module when it is first used, so that `import assetcards` costs next
to nothing.

>>> from tempfile import TemporaryDirectory
>>> from assetcards import MemoryTree, open_catalog
>>> tree = MemoryTree(cards=[{"name": "tiny", "model_family": "llama"}, {"name": "tiny_chat", "base": "tiny"}])
>>> with TemporaryDirectory() as folder, open_catalog(folder, stores=[tree]) as catalog:
...     catalog.card("tiny_chat").chain
['tiny_chat', 'tiny']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assetcards.assets.fetching import fetch as fetch
    from assetcards.commands.validate import Part as Part
    from assetcards.commands.validate import Verdict as Verdict
    from assetcards.commands.validate import validate as validate
    from assetcards.errors import AccessRefusedError as AccessRefusedError
    from assetcards.errors import AddressError as AddressError
    from assetcards.errors import AmbiguousRevisionError as AmbiguousRevisionError
    from assetcards.errors import ArchiveError as ArchiveError
    from assetcards.errors import AssetCardsError as AssetCardsError
    from assetcards.errors import AssetError as AssetError
    from assetcards.errors import BoundError as BoundError
    from assetcards.errors import CacheAccessError as CacheAccessError
    from assetcards.errors import CardError as CardError
    from assetcards.errors import CardNotFoundError as CardNotFoundError
    from assetcards.errors import ConfigError as ConfigError
    from assetcards.errors import CorruptCacheError as CorruptCacheError
    from assetcards.errors import CorruptObjectError as CorruptObjectError
    from assetcards.errors import DeprecatedCardWarning as DeprecatedCardWarning
    from assetcards.errors import DigestError as DigestError
    from assetcards.errors import DiskError as DiskError
    from assetcards.errors import DownloadError as DownloadError
    from assetcards.errors import EnvironmentNotFoundError as EnvironmentNotFoundError
    from assetcards.errors import FetchLimitError as FetchLimitError
    from assetcards.errors import FieldError as FieldError
    from assetcards.errors import GitError as GitError
    from assetcards.errors import InvalidNameError as InvalidNameError
    from assetcards.errors import NoCatalogError as NoCatalogError
    from assetcards.errors import NoDigestError as NoDigestError
    from assetcards.errors import NotFetchedError as NotFetchedError
    from assetcards.errors import NotFoundError as NotFoundError
    from assetcards.errors import NotInstalledError as NotInstalledError
    from assetcards.errors import NotLockedError as NotLockedError
    from assetcards.errors import OfflineError as OfflineError
    from assetcards.errors import OpeningError as OpeningError
    from assetcards.errors import RemoteError as RemoteError
    from assetcards.errors import RepositoryNotFoundError as RepositoryNotFoundError
    from assetcards.errors import RevisionError as RevisionError
    from assetcards.errors import SourceError as SourceError
    from assetcards.errors import UnreachableError as UnreachableError
    from assetcards.errors import UnsupportedRepositoryError as UnsupportedRepositoryError
    from assetcards.families.family import Family as Family
    from assetcards.findings import Finding as Finding
    from assetcards.findings import Severity as Severity
    from assetcards.git.commit_tree import CommitTree as CommitTree
    from assetcards.git.index_tree import IndexTree as IndexTree
    from assetcards.git.repo import Repository as Repository
    from assetcards.model.card import Card as Card
    from assetcards.model.catalog import Catalog as Catalog
    from assetcards.model.catalog import Revision as Revision
    from assetcards.model.cautions import Deprecation as Deprecation
    from assetcards.model.conditions import ConditionError as ConditionError
    from assetcards.model.field import Field as Field
    from assetcards.model.field import Origin as Origin
    from assetcards.model.found import Cards as Cards
    from assetcards.model.found import NoDataFramesError as NoDataFramesError
    from assetcards.model.layers import Layer as Layer
    from assetcards.model.patch_forms import Patch as Patch
    from assetcards.model.resolved import ResolvedCard as ResolvedCard
    from assetcards.model.upstream import UpstreamError as UpstreamError
    from assetcards.opening.context import Opening as Opening
    from assetcards.opening.opener import open_asset as open_asset
    from assetcards.opening.registry import FamilyNotFoundError as FamilyNotFoundError
    from assetcards.opening.registry import family_opener as family_opener
    from assetcards.opening.registry import register_family as register_family
    from assetcards.opening.registry import unregister_family as unregister_family
    from assetcards.sources.lockfile import LockError as LockError
    from assetcards.sources.named_files import NoCardFileError as NoCardFileError
    from assetcards.sources.opening import open_catalog as open_catalog
    from assetcards.trees.folder import FolderTree as FolderTree
    from assetcards.trees.memory import MemoryTree as MemoryTree
    from assetcards.trees.package import PackageTree as PackageTree
    from assetcards.trees.plugins import PluginError as PluginError
    from assetcards.trees.plugins import register_environment_detector as register_environment_detector
    from assetcards.trees.plugins import register_store as register_store
    from assetcards.trees.plugins import unregister as unregister
    from assetcards.trees.tree import FileMissingError as FileMissingError
    from assetcards.trees.tree import FileUnreadableError as FileUnreadableError
    from assetcards.trees.tree import Tree as Tree
    from assetcards.trees.tree import TreeOrigin as TreeOrigin

__version__ = "0.1.0"

_MODULES = {
    "sources.named_files": ("NoCardFileError",),
    "commands.validate": ("Part", "Verdict", "validate"),
    "model.card": ("Card",),
    "model.conditions": ("ConditionError",),
    "model.found": ("Cards", "NoDataFramesError"),
    "model.cautions": ("Deprecation",),
    "model.catalog": ("Catalog", "Revision"),
    "findings": ("Finding", "Severity"),
    "errors": (
        "AccessRefusedError",
        "AddressError",
        "AmbiguousRevisionError",
        "ArchiveError",
        "AssetCardsError",
        "AssetError",
        "BoundError",
        "CacheAccessError",
        "CardError",
        "CardNotFoundError",
        "CatalogMissingError",
        "ConfigError",
        "CorruptCacheError",
        "CorruptObjectError",
        "DeprecatedCardWarning",
        "DigestError",
        "DiskError",
        "DownloadError",
        "EnvironmentNotFoundError",
        "FetchLimitError",
        "FieldError",
        "GitError",
        "InvalidNameError",
        "NoCatalogError",
        "NoDigestError",
        "NotFetchedError",
        "NotFoundError",
        "NotInstalledError",
        "NotLockedError",
        "OfflineError",
        "OpeningError",
        "RemoteError",
        "RepositoryNotFoundError",
        "RevisionError",
        "SourceError",
        "UnreachableError",
        "UnsupportedRepositoryError",
    ),
    "assets.fetching": ("fetch",),
    "families.family": ("Family",),
    "opening.context": ("Opening",),
    "opening.opener": ("open_asset",),
    "opening.registry": ("FamilyNotFoundError", "family_opener", "register_family", "unregister_family"),
    "git.repo": ("Repository",),
    "git.commit_tree": ("CommitTree",),
    "git.index_tree": ("IndexTree",),
    "model.layers": ("Layer",),
    "trees.memory": ("MemoryTree",),
    "sources.lockfile": ("LockError",),
    "sources.opening": ("open_catalog",),
    "trees.package": ("PackageTree",),
    "trees.plugins": ("PluginError", "register_environment_detector", "register_store", "unregister"),
    "model.field": ("Field", "Origin"),
    "model.patch_forms": ("Patch",),
    "model.resolved": ("ResolvedCard",),
    "model.upstream": ("UpstreamError",),
    "trees.folder": ("FolderTree",),
    "trees.tree": ("FileMissingError", "FileUnreadableError", "Tree", "TreeOrigin"),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}

__all__ = ["__version__", *sorted(_HOMES)]  # noqa: PLE0604 (the names are strings)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

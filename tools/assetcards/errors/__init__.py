"""The errors that stop a run: exceptions with attributes, children of one base class.

Wrong cards are not errors of a run; they are values (see `findings`).
"""

from __future__ import annotations

from assetcards.errors.assets import (
    ArchiveError,
    AssetError,
    DigestError,
    DiskError,
    DownloadError,
    MissingAssetError,
    NoDigestError,
)
from assetcards.errors.base import MAX_SHOWN, AssetCardsError, BoundError, NotInstalledError, cut, shorten
from assetcards.errors.cards import (
    CardError,
    CardNotFoundError,
    ConfigError,
    DeprecatedCardWarning,
    EnvironmentNotFoundError,
    FieldError,
    InvalidNameError,
    NotFoundError,
    NotLockedError,
    OpeningError,
)
from assetcards.errors.remotes import (
    AccessRefusedError,
    AddressError,
    FetchLimitError,
    OfflineError,
    RemoteError,
    UnreachableError,
)
from assetcards.errors.sources import (
    AmbiguousRevisionError,
    CacheAccessError,
    CatalogMissingError,
    CorruptCacheError,
    CorruptObjectError,
    GitError,
    NoCatalogError,
    NotFetchedError,
    RepositoryNotFoundError,
    RevisionError,
    SourceError,
    UnsupportedRepositoryError,
)

__all__ = [
    "MAX_SHOWN",
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
    "MissingAssetError",
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
    "cut",
    "shorten",
]

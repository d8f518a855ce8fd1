"""Errors about what a catalog is read from: folders, repositories, revisions and objects."""

from __future__ import annotations

from assetcards.errors.base import AssetCardsError


class SourceError(AssetCardsError):
    """What should be read as a catalog cannot be: no such folder, no catalog in it, unreadable.

    >>> from assetcards import SourceError, open_catalog
    >>> try:
    ...     open_catalog("/no/such/folder")
    ... except SourceError as error:
    ...     str(error)
    'there is no folder /no/such/folder (name the folder of a repository, or of cards)'
    """


class NoCatalogError(SourceError):
    """There is no catalog where one is looked for.

    >>> from assetcards import NoCatalogError, open_catalog
    >>> try:
    ...     open_catalog(cards, rev="v1", root="elsewhere")  # `cards` is the folder of a repository
    ... except NoCatalogError as error:
    ...     error.hint
    'name a folder of that commit with --root'
    """


class CatalogMissingError(NoCatalogError):
    """There is no `catalog.toml` anywhere in what is read, and no folder was named.

    >>> CatalogMissingError("no catalog.toml in v0.1", hint="name a folder of cards with --root").hint
    'name a folder of cards with --root'
    """


class GitError(SourceError):
    """git is missing, refused, or found the repository damaged; all that is wrong with a revision or a remote is one.

    >>> from assetcards import GitError, open_catalog
    >>> try:
    ...     open_catalog(cards, rev="v9")  # `cards` is the folder of a repository
    ... except GitError as error:
    ...     type(error).__name__
    'RevisionError'
    """


class RepositoryNotFoundError(GitError):
    """The folder is not in a git repository, so it has no revisions.

    >>> from tempfile import TemporaryDirectory
    >>> from assetcards import RepositoryNotFoundError, open_catalog
    >>> with TemporaryDirectory() as folder:
    ...     try:
    ...         open_catalog(folder, rev="main")
    ...     except RepositoryNotFoundError as error:
    ...         error.hint
    'name one with --repo'
    """


class UnsupportedRepositoryError(GitError):
    """A repository of a format that the git on this machine does not read.

    >>> UnsupportedRepositoryError("git cannot read /srv/cards", hint="install a newer git").hint
    'install a newer git'
    """


class RevisionError(GitError):
    """A revision that names no commit of this repository, or more than one.

    >>> from assetcards import RevisionError, open_catalog
    >>> try:
    ...     open_catalog(cards, rev="mian")  # `cards` is the folder of a repository
    ... except RevisionError as error:
    ...     error.revision, error.hint
    ('mian', "did you mean 'main'?")
    """

    def __init__(self, revision: str, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.revision = revision


class AmbiguousRevisionError(RevisionError):
    """A short id that more than one commit has, or a name of several things: a tag and a branch, a branch and an id.

    >>> AmbiguousRevisionError("abcd", "'abcd' is short for more than one commit", hint="write more of it").revision
    'abcd'
    """


class CorruptObjectError(GitError):
    """An object of the repository is missing, or is not what its id says; `object_id` is the full id.

    >>> import os
    >>> from assetcards import CorruptObjectError, Repository
    >>> repository = Repository.find(cards, os.environ)  # `cards` is the folder of a repository
    >>> try:
    ...     repository.read_object("0" * 40)
    ... except CorruptObjectError as error:
    ...     error.object_id == "0" * 40
    True
    >>> repository.close()
    """

    def __init__(self, object_id: str, message: str) -> None:
        super().__init__(message, hint="run `git fsck`, and fetch the repository again")
        self.object_id = object_id


class CorruptCacheError(GitError):
    """A fetched commit in the cache is not what its id says any more.

    >>> CorruptCacheError("the fetched commit is damaged", hint="fetch it again").hint
    'fetch it again'
    """


class CacheAccessError(GitError):
    """A part of the cache belongs to another user, and may not be read; it need not be damaged.

    >>> CacheAccessError("/srv/cache/git may not be read", hint="ask for it").hint
    'ask for it'
    """


class NotFetchedError(GitError):
    """An object that a partial clone has left out, where nothing may be fetched, or it cannot be had.

    >>> NotFetchedError("0123abcd", "/srv/cards").hint
    'fetch all of it: git fetch --refetch --no-filter'
    """

    def __init__(self, object_id: str, repository: str, *, hint: str = "") -> None:
        super().__init__(
            f"object {object_id} is not in {repository}: it is a partial clone, and has left it out",
            hint=hint or "fetch all of it: git fetch --refetch --no-filter",
        )
        self.object_id = object_id

"""Errors about remote repositories."""

from __future__ import annotations

from assetcards.errors.sources import GitError


class RemoteError(GitError):
    """A remote repository cannot be read; `url` is its address without credentials.

    >>> str(RemoteError("https://example.org/cards.git", "cannot be read"))
    'https://example.org/cards.git: cannot be read'
    """

    def __init__(self, url: str, message: str, *, hint: str = "") -> None:
        super().__init__(f"{url}: {message}", hint=hint)
        self.url = url


class AddressError(RemoteError):
    """An address that is not read from: of a transport that is not allowed, or odd in another way.

    >>> from assetcards import AddressError, open_catalog
    >>> try:
    ...     open_catalog("ftp://example.org/cards.git")
    ... except AddressError as error:
    ...     error.url
    'ftp://example.org/cards.git'
    """


class UnreachableError(RemoteError):
    """The host is unknown, does not answer, or the way to it is broken; later it may answer.

    >>> UnreachableError("https://example.org/cards.git", "does not answer").url
    'https://example.org/cards.git'
    """


class AccessRefusedError(RemoteError):
    """The host wants credentials that it does not get, or has no such repository for us.

    >>> AccessRefusedError("https://example.org/cards.git", "refused", hint="log in").hint
    'log in'
    """


class FetchLimitError(RemoteError):
    """What the host sends goes beyond a limit of fetching: on time, on size, on memory, or on what it may say.

    >>> FetchLimitError("https://example.org/cards.git", "it has more than 2.0 GB").url
    'https://example.org/cards.git'
    """


class OfflineError(RemoteError):
    """What is asked for is not in the cache, and nothing may be fetched.

    >>> from assetcards import OfflineError, open_catalog
    >>> try:
    ...     open_catalog("https://example.org/cards.git", rev="v1", offline=True)
    ... except OfflineError as error:
    ...     error.url
    'https://example.org/cards.git'
    """

"""Faults that stop a run: exceptions with attributes, children of one base class.

Cards that are wrong are not faults of a run; they are values (see `diagnostics`).
"""

from __future__ import annotations

from collections.abc import Sequence

from assetcards.diagnostics import Diagnostic, render_chain


class AssetCardsError(Exception):
    """Base of every exception that this package raises on purpose.

    `message` says what is wrong and where; `hint` says what to do about it, or is empty.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(f"{message} ({hint})" if hint else message)
        self.message = message
        self.hint = hint


class InvalidNameError(AssetCardsError):
    """A text that cannot be the name of a card: empty, or with more than one `@`."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message, hint="a card is asked for as NAME, NAME@ENV or NAME@")
        self.name = name


class NotFoundError(AssetCardsError):
    """Something asked for by name is not there; `suggestions` are the closest names that are."""

    def __init__(self, what: str, name: str, suggestions: Sequence[str] = (), *, note: str = "") -> None:
        message = f"{what} {name!r} is not known{note}"
        hint = f"did you mean {' or '.join(map(repr, suggestions))}?" if suggestions else ""
        super().__init__(message, hint=hint)
        self.name = name
        self.suggestions = tuple(suggestions)


class CardNotFoundError(NotFoundError):
    """No card of that name; `diagnostics` are of broken files that may hold it."""

    def __init__(
        self,
        name: str,
        suggestions: Sequence[str] = (),
        *,
        note: str = "",
        diagnostics: Sequence[Diagnostic] = (),
    ) -> None:
        super().__init__("card", name, suggestions, note=note)
        self.diagnostics = tuple(diagnostics)


class EnvironmentNotFoundError(NotFoundError):
    """An environment that no card and no `catalog.toml` knows."""

    def __init__(self, name: str, suggestions: Sequence[str] = ()) -> None:
        super().__init__("environment", name, suggestions)


class CardError(AssetCardsError):
    """A card is there but cannot be resolved; `diagnostics` say why, each with its place.

    `chain` are the names from the card up its bases to where it ends, when it has come beyond the card itself.
    """

    def __init__(self, card: str, diagnostics: Sequence[Diagnostic], *, chain: Sequence[str] = ()) -> None:
        first = diagnostics[0]
        way = f" ({render_chain(chain)})" if len(chain) > 1 else ""
        super().__init__(f"card {card!r} cannot be resolved{way}: {first.place}: {first.message}", hint=first.hint)
        self.card = card
        self.chain = tuple(chain)
        self.diagnostics = tuple(diagnostics)


class FieldError(AssetCardsError):
    """A field of a resolved card is absent or not of the type asked for."""

    def __init__(self, message: str, *, card: str, field: str, path: str, line: int, hint: str = "") -> None:
        super().__init__(f"{path}:{line}: {message}" if path else message, hint=hint)
        self.card = card
        self.field = field
        self.path = path
        self.line = line


class SourceError(AssetCardsError):
    """What should be read as a catalog cannot be: no such folder, no catalog in it, unreadable."""


class GitError(SourceError):
    """git is missing, refused, or found the repository damaged."""


class RepositoryNotFoundError(GitError):
    """The folder is not in a git repository, so it has no revisions."""


class RevisionError(GitError):
    """A revision that names no commit of this repository, or more than one."""

    def __init__(self, revision: str, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.revision = revision


class AmbiguousRevisionError(RevisionError):
    """A short id that more than one commit has, or that is the name of a branch, too."""


class RemoteError(GitError):
    """A remote repository cannot be read; `url` is its address without credentials."""

    def __init__(self, url: str, message: str, *, hint: str = "") -> None:
        super().__init__(f"{url}: {message}", hint=hint)
        self.url = url


class AddressError(RemoteError):
    """An address that is not read from: of a transport that is not allowed, or odd in another way."""


class UnreachableError(RemoteError):
    """The host is unknown, does not answer, or the way to it is broken."""


class AccessRefusedError(RemoteError):
    """The host wants credentials that it does not get, or has no such repository for us."""


class OfflineError(RemoteError):
    """What is asked for was never fetched, and nothing may be fetched."""


class NoCatalogError(SourceError):
    """There is no catalog where one is looked for."""


class UnsupportedRepositoryError(GitError):
    """A repository of a format that the git on this machine does not read."""


class CorruptObjectError(GitError):
    """An object of the repository is not what its id says."""

    def __init__(self, object_id: str, message: str) -> None:
        super().__init__(message, hint="run `git fsck`, and fetch the repository again")
        self.object_id = object_id


class CorruptCacheError(GitError):
    """A fetched commit in the cache is not what its id says any more."""


class NotFetchedError(GitError):
    """An object that a partial clone has left out; reading fetches nothing."""

    def __init__(self, object_id: str, place: str) -> None:
        super().__init__(
            f"object {object_id} is not in {place}: it is a partial clone, and reading fetches nothing",
            hint="fetch all of it: git fetch --refetch --no-filter",
        )
        self.object_id = object_id

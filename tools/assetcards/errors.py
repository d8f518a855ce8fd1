"""Faults that stop a run: exceptions with attributes, children of one base class.

Cards that are wrong are not faults of a run; they are values (see `findings`).
"""

from __future__ import annotations

from collections.abc import Sequence

from assetcards.findings import Finding, render_chain
from assetcards.redaction import redact, redact_asked

MAX_SHOWN = 200
"""The longest name that a message repeats completely; also the bound of strict names."""


def cut(text: str) -> str:
    """A string for messages: only the start of one that is far too long.

    >>> cut("tiny"), len(cut("x" * 5000))
    ('tiny', 83)
    """
    return text if len(text) <= MAX_SHOWN else f"{text[:80]}..."


def shorten(name: str) -> str:
    """A name for messages: not too long, and without the secrets of an address that is not a name.

    >>> shorten("tiny"), shorten("me:pw@example.org/x")
    ('tiny', '***@example.org/x')
    """
    return cut(redact_asked(name))


class AssetCardsError(Exception):
    """Base of every exception that this package raises on purpose.

    `message` says what is wrong and where; `hint` says what to do about it, or is empty.

    >>> from assetcards import AssetCardsError, open_catalog
    >>> try:
    ...     open_catalog("/no/such/folder")
    ... except AssetCardsError as error:
    ...     error.message, error.hint
    ('there is no folder /no/such/folder', 'name the folder of a repository, or of cards')
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        message, hint = redact(message), redact(hint)  # which may quote user input, or output of programs
        super().__init__(f"{message} ({hint})" if hint else message)
        self.message = message
        self.hint = hint


class InvalidNameError(AssetCardsError):
    """A string that cannot be the name of a card: empty, or with more than one `@`. `name` is the string.

    >>> from assetcards import InvalidNameError, MemoryTree, open_catalog
    >>> try:
    ...     open_catalog(MemoryTree(), stores=[]).card("tiny@lab@edge")
    ... except InvalidNameError as error:
    ...     error.name
    'tiny@lab@edge'
    """

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message, hint="a card is asked for as NAME, NAME@ENV or NAME@")
        self.name = name


class NotFoundError(AssetCardsError):
    """Something asked for by name is not there; `suggestions` are the closest names that are.

    >>> from assetcards import MemoryTree, NotFoundError, open_catalog
    >>> try:
    ...     open_catalog(MemoryTree(), stores=[]).find(kind="modle")
    ... except NotFoundError as error:
    ...     error.name, error.suggestions
    ('modle', ('model',))
    """

    def __init__(self, what: str, name: str, suggestions: Sequence[str] = (), *, note: str = "") -> None:
        message = f"{what} {shorten(name)!r} is not known{note}"
        hint = f"did you mean {' or '.join(map(repr, suggestions))}?" if suggestions else ""
        super().__init__(message, hint=hint)
        self.name = name
        self.suggestions = tuple(suggestions)


class CardNotFoundError(NotFoundError):
    """No card of that name; `findings` are of broken files that may hold it.

    >>> from assetcards import CardNotFoundError, MemoryTree, open_catalog
    >>> try:
    ...     open_catalog(MemoryTree(cards=[{"name": "tiny"}]), stores=[]).card("tny")
    ... except CardNotFoundError as error:
    ...     error.name, error.suggestions, error.findings
    ('tny', ('tiny',), ())
    """

    def __init__(
        self,
        name: str,
        suggestions: Sequence[str] = (),
        *,
        note: str = "",
        findings: Sequence[Finding] = (),
    ) -> None:
        super().__init__("card", name, suggestions, note=note)
        self.findings = tuple(findings)


class EnvironmentNotFoundError(NotFoundError):
    """An environment that no card and no `catalog.toml` knows.

    >>> from assetcards import EnvironmentNotFoundError, MemoryTree, open_catalog
    >>> tree = MemoryTree(cards=[{"name": "tiny"}, {"name": "tiny@lab"}])
    >>> try:
    ...     open_catalog(tree, stores=[]).card("tiny@lba")
    ... except EnvironmentNotFoundError as error:
    ...     error.name, error.suggestions
    ('lba', ('lab',))
    """

    def __init__(self, name: str, suggestions: Sequence[str] = ()) -> None:
        super().__init__("environment", name, suggestions)


class CardError(AssetCardsError):
    """A card exists but cannot be resolved; `findings` say why, each with its location.

    `chain` are the names from the card up its bases to where it ends, when it has come beyond the card itself. `home`
    is the catalog's own store: the message names the store of findings in others.

    >>> from assetcards import CardError, MemoryTree, open_catalog
    >>> tree = MemoryTree("mine", {"a.yaml": "name: tiny_chat\\nbase: tny"})
    >>> try:
    ...     open_catalog(tree, stores=[]).card("tiny_chat")
    ... except CardError as error:
    ...     error.chain, [finding.code for finding in error.findings], error.findings[0].location
    (('tiny_chat', 'tny'), ['C401'], 'a.yaml:2:7')
    """

    def __init__(self, card: str, findings: Sequence[Finding], *, chain: Sequence[str] = (), home: str = "") -> None:
        first = findings[0]
        place = first.location_from(home) if home else first.location
        way = f" ({render_chain(chain)})" if len(chain) > 1 else ""
        super().__init__(f"card {card!r} cannot be resolved{way}: {place}: {first.message}", hint=first.hint)
        self.card = card
        self.chain = tuple(chain)
        self.home = home
        self.findings = tuple(findings)


class FieldError(AssetCardsError):
    """A field of a resolved card is absent or not of the type asked for; `path` and `line` say who wrote it where.

    >>> from assetcards import FieldError, MemoryTree, open_catalog
    >>> card = open_catalog(MemoryTree("mine", {"a.yaml": "name: tiny\\nshards: 8"}), stores=[]).card("tiny")
    >>> try:
    ...     card.field("shards").as_(str)
    ... except FieldError as error:
    ...     error.card, error.field, error.path, error.line
    ('tiny', 'shards', 'a.yaml', 2)
    """

    def __init__(self, message: str, *, card: str, field: str, path: str, line: int, hint: str = "") -> None:
        super().__init__(f"{path}:{line}: {message}" if path else message, hint=hint)
        self.card = card
        self.field = field
        self.path = path
        self.line = line


class BoundError(AssetCardsError):
    """What was asked for takes more than one run may take (docs/bounds.md); no card need be wrong.

    >>> BoundError("more than 100000 answers", hint="ask for less").hint
    'ask for less'
    """


class SourceError(AssetCardsError):
    """What should be read as a catalog cannot be: no such folder, no catalog in it, unreadable.

    >>> from assetcards import SourceError, open_catalog
    >>> try:
    ...     open_catalog("/no/such/folder")
    ... except SourceError as error:
    ...     str(error)
    'there is no folder /no/such/folder (name the folder of a repository, or of cards)'
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


class NoCatalogError(SourceError):
    """There is no catalog where one is looked for.

    >>> from assetcards import NoCatalogError, open_catalog
    >>> try:
    ...     open_catalog(cards, rev="v1", root="elsewhere")  # `cards` is the folder of a repository
    ... except NoCatalogError as error:
    ...     error.hint
    'name a folder of that commit with --root'
    """


class UnsupportedRepositoryError(GitError):
    """A repository of a format that the git on this machine does not read.

    >>> UnsupportedRepositoryError("git cannot read /srv/cards", hint="install a newer git").hint
    'install a newer git'
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

    >>> CorruptCacheError("the fetched commit is damaged", hint="fetch it anew").hint
    'fetch it anew'
    """


class NotFetchedError(GitError):
    """An object that a partial clone has left out; reading fetches nothing.

    >>> NotFetchedError("0123abcd", "/srv/cards").hint
    'fetch all of it: git fetch --refetch --no-filter'
    """

    def __init__(self, object_id: str, place: str) -> None:
        super().__init__(
            f"object {object_id} is not in {place}: it is a partial clone, and reading fetches nothing",
            hint="fetch all of it: git fetch --refetch --no-filter",
        )
        self.object_id = object_id

"""What a lock pins: a commit, and what each card must resolve to there (docs/lock-file.md)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from assetcards.errors import CardError, NotFoundError, SourceError
from assetcards.model.card import Card
from assetcards.model.card_digest import DIGEST_VERSION, card_digest
from assetcards.model.catalog import Catalog
from assetcards.model.work import Work
from assetcards.names import Asked, FullName
from assetcards.trees.writing import FileKind

LOCK_FILE = "catalog.lock"
MAX_LOCKED_BYTES = 64 << 20
"""How large all locked cards may be when they are written out."""
VERSION = DIGEST_VERSION
"""Of the locks that are made and their digests; those of version 1 are read and checked by their own rules."""

LOCK = FileKind(name="a lock file", head="# Written by `catalog lock`", example=LOCK_FILE)
"""What `catalog lock` may overwrite."""


class LockError(SourceError):
    """A lock file that cannot be read, or a commit that no longer matches it; `differences` names each one.

    >>> from assetcards import LockError, open_catalog
    >>> try:
    ...     open_catalog(lock="/no/such/catalog.lock")
    ... except LockError as error:
    ...     error.message, error.differences
    ('/no/such/catalog.lock cannot be read: No such file or directory', ())
    """

    def __init__(self, message: str, differences: Sequence[str] = (), *, hint: str = "") -> None:
        super().__init__(f"{message} {'; '.join(differences)}".rstrip(), hint=hint)
        self.differences = tuple(differences)


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedCard:
    """A card as it was when it was locked: asked for bare or in an environment, the digest of what it resolved to,
    and the blobs that it came from, by path below the root, or in the commit of an upstream (`NAME@COMMIT:PATH`)."""

    full_name: FullName
    digest: str
    blobs: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """What a lock file says. `repository` is a URL, or a path relative to the folder of the lock file.

    `version` is that of the file, and says of what the digests of its cards are computed.
    """

    repository: str
    root: str
    revision: str
    commit: str
    cards: tuple[LockedCard, ...]
    version: int = VERSION


def lock_cards(catalog: Catalog, names: Iterable[FullName], version: int = VERSION) -> Iterator[LockedCard]:
    """Lock cards of a catalog read at a commit. Raises what `Catalog.card` raises, and BoundError for too much."""
    locked = _locked_bytes()
    return (_lock_card(catalog, name, version, locked) for name in names)


def _locked_bytes() -> Work:
    return Work(MAX_LOCKED_BYTES, "bytes in the locked cards with all that they inherit", hint="lock fewer cards")


def _lock_card(catalog: Catalog, full_name: FullName, version: int, locked: Work) -> LockedCard:
    card = catalog.resolve(Asked(*full_name))
    locked.add(card.size)
    parts = [part for layer in card.layers for part in layer.cards]
    files = {_locked_path(catalog, part): part for part in parts}
    blobs = {path: _blob_id(part) for path, part in sorted(files.items())}
    return LockedCard(full_name=full_name, digest=card_digest(card, full_name.env, version), blobs=blobs)


def _locked_path(catalog: Catalog, card: Card) -> str:
    """The path of a card's file below the root; that of an upstream is in its commit, `NAME@COMMIT:PATH`.

    Raises LockError for an upstream that may change without a change of ours.
    """
    if catalog.is_ours(card):
        return card.path
    upstream = catalog.upstream_of(card)
    if upstream not in {each.name for each in catalog.settings.upstreams if each.commit}:
        message = f"{card.full_name} is of upstream {upstream!r}, which has no commit in catalog.toml"
        raise LockError(message, hint=f"run `catalog upstream update {upstream}`, and commit catalog.toml")
    return f"{upstream}@{card.tree.origin.commit}:{posixpath.join(card.tree.origin.folder, card.path)}"


def _blob_id(card: Card) -> str:
    """The id of the blob that holds a card of a commit; the tree gives it after the mode of the file."""
    return (card.tree.maybe_digest(card.path) or "").rpartition(" ")[2]


class LockDifference(NamedTuple):
    """A locked card that differs from the lock: in what it resolves to, or in the files it comes from."""

    full_name: FullName
    what: Literal["content", "files"]
    words: str


def lock_differences(lock: Lock, catalog: Catalog) -> list[LockDifference]:
    """Each locked card that differs from the lock in this catalog, in the order of the lock."""
    work = _locked_bytes()
    return [found for locked in lock.cards if (found := _maybe_difference(locked, catalog, lock.version, work))]


def _maybe_difference(locked: LockedCard, catalog: Catalog, version: int, work: Work) -> LockDifference | None:
    try:
        now = _lock_card(catalog, locked.full_name, version, work)
    except (CardError, NotFoundError) as error:
        return LockDifference(locked.full_name, "content", error.message)
    if now.digest != locked.digest:
        words = f"resolves to {now.digest}, expected {locked.digest}"
        return LockDifference(locked.full_name, "content", words)
    if now.blobs != locked.blobs:
        words = f"comes from {_words(now.blobs)}, expected {_words(locked.blobs)}"
        return LockDifference(locked.full_name, "files", words)
    return None


def _words(blobs: Mapping[str, str]) -> str:
    return ", ".join(f"{path} {blob[:12]}" for path, blob in blobs.items())


def check_lock(lock: Lock, catalog: Catalog) -> None:
    """Raises LockError when any locked card differs from the lock."""
    found = lock_differences(lock, catalog)
    if found:
        lines = [f"{each.full_name} {each.words}" for each in found]
        raise LockError(
            f"commit {lock.commit[:12]} does not match the lock file:",
            lines,
            hint="restore the lock file from git, lock these cards again, or update all: catalog lock --update",
        )

"""`catalog lock`: write, check and update a lock file."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from assetcards.errors import AmbiguousRevisionError, CardNotFoundError, InvalidNameError, NoCatalogError, RevisionError
from assetcards.model.catalog import Catalog
from assetcards.model.resolved import ResolvedCard
from assetcards.names import Asked, FullName, parse_asked
from assetcards.sources.defaults import absolute_path
from assetcards.sources.lockfile import Lock, LockDifference, LockError, lock_cards, lock_differences
from assetcards.sources.lockfile import check_lock as check_as_locked
from assetcards.sources.lockform import UPDATE
from assetcards.sources.lockreach import find_uncommitted, is_in_checkout, maybe_unreachable
from assetcards.sources.lockreading import load_lock, load_lock_sides
from assetcards.sources.lockvalues import malformed
from assetcards.sources.openers import maybe_address_of
from assetcards.sources.opening import open_lock_source, open_locked


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """A lock, and the file that it is in.

    `dropped` are the cards that were locked there before, `uncommitted` those that are edited in the checkout, and
    `unreachable` says why others may not get the commit. `resolved` are the locked cards.
    """

    path: str
    lock: Lock
    resolved: Mapping[FullName, ResolvedCard]
    dropped: Sequence[FullName] = ()
    uncommitted: Sequence[FullName] = ()
    unreachable: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift(Locked):
    """The current state of the source of a lock: its commit, and the locked cards that differ there."""

    commit: str
    cards: Sequence[LockDifference]


def make_lock(path: str, catalog: Catalog, names: Sequence[str], repository: str) -> Locked:
    """Lock cards of a catalog that is read at a revision, and no others; `repository` is what the lock file is to say
    of it.

    Raises what `Catalog.card` raises, InvalidNameError for a name that is given twice, and LockError for a card that is
    not committed yet.
    """
    with _naming_uncommitted(catalog):
        lock = _lock(catalog, repository, _parse_names(names))
    return replace(_describe(path, lock, catalog), dropped=_find_dropped(path, lock))


@contextmanager
def _naming_uncommitted(catalog: Catalog) -> Iterator[None]:
    """Say of a card that is not known, but is in the checkout, that it is not committed."""
    try:
        yield
    except CardNotFoundError as error:
        if is_in_checkout(catalog, error.name):
            message = f"card {error.name!r} is in the checkout, and not in the commit that is locked"
            raise LockError(message, hint="commit it first") from None
        raise


def _parse_names(names: Sequence[str]) -> list[FullName]:
    full_names = [parse_asked(name).full_name for name in names]
    for name, count in Counter(full_names).items():
        if count > 1:
            raise InvalidNameError(str(name), f"{str(name)!r} is given twice")
    return full_names


def _lock(catalog: Catalog, repository: str, names: Sequence[FullName]) -> Lock:
    assert catalog.revision is not None
    return Lock(
        repository=repository,
        root=catalog.own.origin.folder,
        revision=catalog.revision.asked,
        commit=catalog.revision.commit,
        cards=tuple(lock_cards(catalog, names)),
    )


def _describe(path: str, lock: Lock, catalog: Catalog) -> Locked:
    """What is to be known of a lock beside what is in the file; the catalog is the one that was locked."""
    return Locked(
        path=path,
        lock=lock,
        resolved=_resolve(lock, catalog),
        uncommitted=find_uncommitted(path, lock),
        unreachable=maybe_unreachable(path, lock),
    )


def _resolve(lock: Lock, catalog: Catalog) -> dict[FullName, ResolvedCard]:
    return {card.full_name: catalog.resolve(Asked(*card.full_name)) for card in lock.cards}


def add_to_lock(path: str, lock: Lock, names: Sequence[str]) -> Locked:
    """The lock of a file with more cards, at the commit that is locked; one that is locked already is locked again.

    Raises what `make_lock` raises, and LockError when another card is not as it is locked.
    """
    added = _parse_names(names)
    kept = replace(lock, cards=tuple(card for card in lock.cards if card.full_name not in added))
    with open_lock_source(path, lock, rev=lock.commit) as catalog, _naming_uncommitted(catalog):
        check_as_locked(kept, catalog)
        grown = replace(kept, cards=(*kept.cards, *lock_cards(catalog, added, lock.version)))
        return _describe(path, grown, catalog)


def check_same_source(lock: Lock, named: Catalog, repository: str, *, with_revision: bool) -> None:
    """Raise LockError when a catalog that is named beside a lock file is not what that is of.

    `repository` is what a lock file there would say of it; the revision counts if somebody has named one.
    """
    assert named.revision is not None
    root = named.own.origin.folder
    if (repository, root) != (lock.repository, lock.root):
        message = f"{lock.root!r} of {lock.repository} is locked, and not {root!r} of {repository}"
        raise LockError(message, hint="lock in another file with --file, or write this one again with --replace")
    asked, commit = named.revision
    if with_revision and commit != lock.commit:
        message = f"{lock.revision} = {lock.commit[:12]} is locked, and {asked} is {commit[:12]}"
        raise LockError(message, hint=f"move all locked cards first: catalog lock --update --rev {asked}")


def check_lock(path: str) -> Drift:
    """Compare a lock file with what its revision names now. Raises LockError if it does not match its own commit."""
    lock = load_lock(path)
    with open_locked(path) as then:
        resolved = _resolve(lock, then)
    unreachable = maybe_unreachable(path, lock)
    with _open_now(path, lock) as now:
        assert now.revision is not None
        commit, cards = now.revision.commit, _find_drift(lock, now)
    return Drift(path=path, lock=lock, resolved=resolved, commit=commit, cards=cards, unreachable=unreachable)


def _find_drift(lock: Lock, now: Catalog) -> list[LockDifference]:
    """The locked cards that differ; a value that moved to another file is no difference."""
    return [each for each in lock_differences(lock, now) if each.what == "content"]


def _open_now(path: str, lock: Lock) -> Catalog:
    """The catalog that the locked revision names now. Raises LockError when its root is no longer there."""
    try:
        return open_lock_source(path, lock, rev=lock.revision)
    except AmbiguousRevisionError:
        raise
    except RevisionError as error:
        hint = f"{error.hint}; or name another: catalog lock --update --rev REVISION"
        raise RevisionError(error.revision, error.message, hint=hint) from None
    except NoCatalogError:
        message = f"{lock.revision} has no folder {lock.root!r}, which is locked as the root of the cards"
        raise LockError(message, hint="name where it is now: catalog lock --update --root FOLDER") from None


def update_lock(path: str, names: Sequence[str] = (), *, rev: str | None = None, root: str | None = None) -> Locked:
    """The lock of a file at the commit that its revision names now, or another one; of both sides of a merge that of
    all their cards.

    With names, only these may change. All cards are locked at one commit, so a change of any other raises LockError.
    """
    sides = load_lock_sides(path) or [load_lock(path)]
    lock = _joined(sides, rev, root)
    wanted = set(_parse_names(names))
    cards = sorted({card.full_name for side in sides for card in side.cards})
    if wanted and len(sides) > 1:
        raise LockError(
            "a merge has left the cards of both sides, which are updated together", hint="leave out the names"
        )
    unknown = wanted.difference(cards)
    if unknown:
        raise LockError(f"not locked: {', '.join(map(str, sorted(unknown)))}", hint="lock it with `catalog lock NAME`")
    with _open_now(path, lock) as now:
        others = [each for each in _find_drift(lock, now) if wanted and each.full_name not in wanted]
        if others:
            lines = [f"{each.full_name} {each.words}" for each in others]
            raise LockError(
                "all cards are locked at one commit, and others would change:", lines, hint="name them, too"
            )
        return _describe(path, replace(_lock(now, lock.repository, cards), revision=lock.revision), now)


def _joined(sides: Sequence[Lock], rev: str | None, root: str | None) -> Lock:
    """The first of the locks of a file, with what is named. Raises LockError when the others are of something else."""
    locks = [
        replace(side, revision=side.revision if rev is None else rev, root=side.root if root is None else root)
        for side in sides
    ]
    for key, hint in _CHOICES.items():
        found = dict.fromkeys(getattr(lock, key) for lock in locks)
        if len(found) > 1:
            raise LockError(f"the sides of a merge lock another {key}: {' and '.join(map(repr, found))}", hint=hint)
    return locks[0]


_CHOICES = {
    "repository": "take one side from git, and lock the cards of the other again: catalog lock NAME",
    "root": "say which: catalog lock --update --root FOLDER",
    "revision": "say which: catalog lock --update --rev REVISION",
}
"""What the locks of a file must have in common to be updated, and what to do where they do not."""


def require_one(sides: Sequence[Lock]) -> Lock:
    """The one lock of a file, with the cards of both sides where they were merged. Raises LockError for two commits.

    A card may be in it twice, with different digests.
    """
    first = sides[0]
    if len({replace(side, cards=()) for side in sides}) > 1:
        raise malformed("a merge has left more than one commit in it", hint=UPDATE)
    cards = {(card.full_name, card.digest): card for side in sides for card in side.cards}
    return replace(first, cards=tuple(cards.values()))


def _find_dropped(path: str, lock: Lock) -> Sequence[FullName]:
    """The cards that are locked in a file, and not in a lock that replaces it; none of a file that cannot be read."""
    try:
        before = {card.full_name for side in load_lock_sides(path) for card in side.cards}
    except LockError:
        return []
    return sorted(before.difference(card.full_name for card in lock.cards))


def name_repository(source: str | None, catalog: Catalog, path: str) -> str:
    """The repository of a catalog as a lock file at a path names it: an address, or a path relative to the file."""
    address = maybe_address_of(source)
    if address is not None:
        return address.without_credentials
    return _relative_source(catalog.own.origin.place, os.path.dirname(absolute_path(path)))


def _relative_source(source: str, lock_folder: str) -> str:
    """The path of a local repository relative to the folder of the lock file, POSIX.

    A path with `:` begins with `.`, because it could be read as the address of a host.
    """
    path = os.path.relpath(os.path.realpath(source), os.path.realpath(lock_folder)).replace(os.sep, "/")
    return f"./{path}" if ":" in path and not path.startswith(".") else path

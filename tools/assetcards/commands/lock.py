"""`catalog lock`: write, check and update a lock file."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assetcards.errors import InvalidNameError, NoCatalogError
from assetcards.model.catalog import Catalog
from assetcards.names import FullName, parse_card_name
from assetcards.sources.defaults import absolute_path
from assetcards.sources.lockfile import Lock, LockDifference, LockError, lock_cards, lock_differences
from assetcards.sources.opening import load_lock, maybe_address_of, open_lock_source, open_locked


def make_lock(catalog: Catalog, names: Sequence[str], repository: str) -> Lock:
    """Lock cards of a catalog that is read at a revision; `repository` is what the lock file is to say of it.

    Raises what `Catalog.card` raises, and InvalidNameError for a name that is given twice.
    """
    full_names = [parse_card_name(name) for name in names]
    for name, count in Counter(full_names).items():
        if count > 1:
            raise InvalidNameError(str(name), f"{str(name)!r} is given twice")
    return _lock(catalog, repository, full_names)


def _lock(catalog: Catalog, repository: str, names: Sequence[FullName]) -> Lock:
    assert catalog.revision is not None
    return Lock(
        repository=repository,
        root=catalog.own.origin.folder,
        revision=catalog.revision.asked,
        commit=catalog.revision.commit,
        cards=tuple(lock_cards(catalog, names)),
    )


def _open_now(path: str, lock: Lock) -> Catalog:
    """The catalog that the locked revision names now. Raises LockError when its root is no longer there."""
    try:
        return open_lock_source(path, lock, rev=lock.revision)
    except NoCatalogError:
        raise LockError(
            f"{lock.revision} no longer has the folder {lock.root!r}, which is locked as the root of the cards",
            hint="write the lock file again: catalog lock NAME --root FOLDER",
        ) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """A lock, and the file that it is in."""

    path: str
    lock: Lock


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift(Locked):
    """The current state of the source of a lock: its commit, and the locked cards that differ there."""

    commit: str
    cards: Sequence[LockDifference]


def check_lock(path: str) -> Drift:
    """Compare a lock file with what its revision names now. Raises LockError if it does not match its own commit."""
    lock = load_lock(path)
    open_locked(path).close()
    with _open_now(path, lock) as now:
        assert now.revision is not None
        return Drift(path=path, lock=lock, commit=now.revision.commit, cards=_find_drift(lock, now))


def _find_drift(lock: Lock, now: Catalog) -> list[LockDifference]:
    """The locked cards that differ; a value that moved to another file is no difference."""
    return [each for each in lock_differences(lock, now) if each.what == "content"]


def update_lock(path: str, names: Sequence[str]) -> Lock:
    """The lock of a file at the commit that its revision names now.

    With names, only these may change. All cards are locked at one commit, so a change of any other raises LockError.
    """
    lock = load_lock(path)
    with _open_now(path, lock) as now:
        return _update(lock, now, names)


def _update(lock: Lock, now: Catalog, names: Sequence[str]) -> Lock:
    wanted = {parse_card_name(name) for name in names}
    unknown = wanted - {card.full_name for card in lock.cards}
    if unknown:
        raise LockError(f"not locked: {', '.join(map(str, sorted(unknown)))}", hint="lock it with `catalog lock NAME`")
    others = [each for each in _find_drift(lock, now) if wanted and each.full_name not in wanted]
    if others:
        lines = [f"{each.full_name} {each.words}" for each in others]
        raise LockError("all cards are locked at one commit, and others would change:", lines, hint="name them, too")
    moved = _lock(now, lock.repository, [card.full_name for card in lock.cards])
    return replace(moved, revision=lock.revision)


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

"""`catalog lock`: write a lock file, check it, bring it up to date."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from assetcards.errors import InvalidNameError, NoCatalogError
from assetcards.escaping import safe
from assetcards.model.catalog import Catalog
from assetcards.names import FullName, parse_card_name
from assetcards.rendering.columns import render_columns
from assetcards.sources.lockfile import Lock, LockDifference, LockError, lock_cards, lock_differences
from assetcards.sources.opening import open_lock_source


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


def open_now(path: str, lock: Lock) -> Catalog:
    """The catalog that the locked revision names now. Raises LockError when its root is no longer there."""
    try:
        return open_lock_source(path, lock, rev=lock.revision)
    except NoCatalogError:
        raise LockError(
            f"{lock.revision} has no folder {lock.root!r} any more, which was locked as the root of the cards",
            hint="write the lock file anew: catalog lock NAME --root FOLDER",
        ) from None


class Drift(NamedTuple):
    """What the source says now: its commit, and the locked cards that resolve to something else there."""

    commit: str
    cards: list[LockDifference]


def find_drift(lock: Lock, now: Catalog) -> Drift:
    """Compare a lock with the catalog that its revision names now; that a value moved to another file is no drift."""
    assert now.revision is not None
    return Drift(now.revision.commit, [each for each in lock_differences(lock, now) if each.what == "content"])


def update_lock(lock: Lock, now: Catalog, names: Sequence[str]) -> Lock:
    """The lock at the commit that its revision names now.

    With names, only these may change: one commit holds for all cards, so a change of any other is a LockError that
    names it.
    """
    wanted = {parse_card_name(name) for name in names}
    unknown = wanted - {card.full_name for card in lock.cards}
    if unknown:
        raise LockError(f"not locked: {', '.join(map(str, sorted(unknown)))}", hint="lock it with `catalog lock NAME`")
    others = [each for each in find_drift(lock, now).cards if wanted and each.full_name not in wanted]
    if others:
        lines = [f"{each.full_name} {each.words}" for each in others]
        raise LockError("one commit holds for all cards, and others change with it:", lines, hint="name them, too")
    moved = _lock(now, lock.repository, [card.full_name for card in lock.cards])
    return replace(moved, revision=lock.revision)


def render_lock_summary(lock: Lock, path: str) -> str:
    """What was locked, for people."""
    count = f"{len(lock.cards)} card{'' if len(lock.cards) == 1 else 's'}"
    return safe(f"{path}: {count} of {lock.repository} at {lock.revision} = {lock.commit}") + "\n"


def render_drift(lock: Lock, drift: Drift) -> str:
    """Whether the lock is what its source says now, for people."""
    if drift.commit == lock.commit:
        head = f"{lock.revision} is still {lock.commit[:12]}"
    else:
        head = f"{lock.revision} is {drift.commit[:12]} now, locked is {lock.commit[:12]}"
    rows = [(safe(str(each.full_name)), safe(each.words)) for each in drift.cards]
    tail = [] if rows else ["every locked card resolves to what is locked"]
    return "\n".join([safe(head), *render_columns(rows), *tail]) + "\n"


def repository_text(source: str, lock_folder: str) -> str:
    """What a lock file says of a local repository: its path relative to the folder of the lock file, POSIX.

    A path with `:` begins with `.`, because it could be read as the address of a host.
    """
    path = os.path.relpath(os.path.realpath(source), os.path.realpath(lock_folder)).replace(os.sep, "/")
    return f"./{path}" if ":" in path and not path.startswith(".") else path

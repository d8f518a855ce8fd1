"""The text of lock files of version 1, which have a digest of the whole file: a merged one is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assetcards.canonical import digest_of
from assetcards.sources.lockfile import Lock, LockedCard
from assetcards.sources.lockvalues import (
    COMMIT,
    DIGEST,
    HEAD,
    full_name_of,
    malformed,
    quote,
    read_table,
    string_of,
    table_of,
    tables_of,
)


def render_lock1(lock: Lock) -> str:
    """The text: one fact a line, cards sorted."""
    facts = ["[source]"]
    facts += [f"{key} = {quote(getattr(lock, key))}" for key in ("repository", "root", "revision", "commit")]
    for card in sorted(lock.cards, key=lambda card: card.full_name):
        facts += ["", "[[card]]", f"name = {quote(str(card.full_name))}", f"digest = {quote(card.digest)}"]
        facts += ["[card.blobs]", *(f"{quote(path)} = {quote(blob)}" for path, blob in card.blobs.items())]
    about = [HEAD, "version = 1"]
    digest = _maybe_digest_of_facts(read_table("\n".join([*about, *facts]).encode()))
    assert digest is not None
    return "\n".join([*about, f"digest = {quote(digest)}", "", *facts]) + "\n"


def parse_lock1(table: Mapping[str, Any], *, is_merged: bool) -> Lock:
    """The lock of a table; the digest of one side of a merge is not checked. Raises LockError."""
    source = table_of(table, "source")
    lock = Lock(
        version=1,
        repository=string_of(source, "repository"),
        root=string_of(source, "root"),
        revision=string_of(source, "revision"),
        commit=string_of(source, "commit", COMMIT),
        cards=tuple(_parse_card(card) for card in tables_of(table, "card")),
    )
    names = [card.full_name for card in lock.cards]
    if len(set(names)) != len(names):
        raise malformed("a card is locked twice")
    if not is_merged and string_of(table, "digest", DIGEST) != _maybe_digest_of_facts(table):
        raise malformed("it is not what `catalog lock` wrote: its digest does not match")
    return lock


def _parse_card(table: Mapping[str, Any]) -> LockedCard:
    blobs = table_of(table, "blobs")
    return LockedCard(
        full_name=full_name_of(string_of(table, "name")),
        digest=string_of(table, "digest", DIGEST),
        blobs={path: string_of(blobs, path, COMMIT) for path in blobs},
    )


def _maybe_digest_of_facts(table: Mapping[str, Any]) -> str | None:
    """The digest of all that a lock file says, without that digest; None when it has a value of no lock: a time."""
    try:
        return digest_of({key: value for key, value in table.items() if key != "digest"})
    except TypeError:
        return None

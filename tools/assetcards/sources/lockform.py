"""The text of a lock file, in the versions that there are; and both sides of one that git has merged.

In version 2 a card is a line, with an empty line before and after it, and no line depends on another one: git merges
the cards that two people lock. What both change is in the file twice, or between conflict markers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assetcards.canonical import digest_of
from assetcards.sources.lockfile import VERSION, Lock, LockedCard
from assetcards.sources.lockform1 import parse_lock1, render_lock1
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
from assetcards.text.tomltext import describe_value

UPDATE = "take the cards of both sides: catalog lock --update"

_SOURCE = ("repository", "root", "revision", "commit")
_MARKER = re.compile(rb"(<<<<<<<|\|\|\|\|\|\|\||=======|>>>>>>>)(?: .*)?\r?")


def render_lock(lock: Lock) -> str:
    """The text of a lock file in its version: TOML, cards sorted. Raises LockError for more than a file may have."""
    return render_lock1(lock) if lock.version == 1 else _render(lock)


def _render(lock: Lock) -> str:
    source = {key: getattr(lock, key) for key in _SOURCE}
    facts = [f"{key} = {quote(value)}" for key, value in source.items()]
    cards = [line for card in sorted(lock.cards, key=lambda card: card.full_name) for line in (_render_card(card), "")]
    text = "\n".join(
        [
            *(HEAD, f"version = {VERSION}", ""),
            *("sources = [", f"  {{{', '.join(facts)}, digest = {quote(digest_of(source))}}},", "]", ""),
            *("cards = [", "", *cards, "]", ""),
        ]
    )
    read_table(text.encode())
    return text


def _render_card(card: LockedCard) -> str:
    blobs = ", ".join(f"{quote(path)} = {quote(blob)}" for path, blob in card.blobs.items())
    return f"  {{name = {quote(str(card.full_name))}, digest = {quote(card.digest)}, blobs = {{{blobs}}}}},"


def parse_lock(content: bytes) -> Lock:
    """Read a lock file. Raises LockError that says what is wrong, also for one in which two sides are merged."""
    found = next((n for n, line in enumerate(content.split(b"\n"), start=1) if _MARKER.fullmatch(line)), None)
    if found is not None:
        raise malformed(f"line {found} is a conflict marker of a merge", hint=UPDATE)
    first, *others = _parse_sides(content)
    if others:
        raise malformed("a merge has left more than one commit in it", hint=UPDATE)
    twice = next((name for name, times in Counter(card.full_name for card in first.cards).items() if times > 1), None)
    if twice is not None:
        hint = f"lock it again: catalog lock {twice}, or update all: catalog lock --update"
        raise malformed(f"{twice} is locked twice, with different digests", hint=hint)
    return first


def parse_sides(content: bytes) -> Sequence[Lock]:
    """The lock of a file; of one that git has merged that of each side, also where both have markers around them.

    Raises LockError when one of them is not valid.
    """
    texts = _split_sides(content)
    return [lock for text in texts for lock in _parse_sides(text, is_merged=len(texts) > 1)]


def _split_sides(content: bytes) -> Sequence[bytes]:
    """The content as it was on each side of a merge: between markers what each side has, the lines that both had before
    that left out."""
    ours: list[bytes] = []
    theirs: list[bytes] = []
    sides = {b"<<<<<<<": (ours,), b"|||||||": (), b"=======": (theirs,), b">>>>>>>": (ours, theirs)}
    into: Sequence[list[bytes]] = (ours, theirs)
    is_merged = False
    for line in content.split(b"\n"):
        marker = _MARKER.fullmatch(line)
        if marker is None:
            for side in into:
                side.append(line)
        else:
            into, is_merged = sides[marker[1]], True
    return [b"\n".join(side) for side in ((ours, theirs) if is_merged else (ours,))]


def _parse_sides(content: bytes, *, is_merged: bool = False) -> Sequence[Lock]:
    table = read_table(content)
    version = table.get("version")
    if type(version) is int and version == 1:  # true and 1.0 are equal to 1, too
        return [parse_lock1(table, is_merged=is_merged)]
    if type(version) is not int or version != VERSION:
        raise malformed(f"version is {describe_value(version)}, not 1 or {VERSION}", hint="a newer catalog may read it")
    _check_keys(table, ("version", "sources", "cards"))
    cards = _parse_cards(table)
    sources = [_parse_source(source) for source in tables_of(table, "sources")]
    if not sources:
        raise malformed("sources is missing")
    return [replace(source, cards=cards) for source in dict.fromkeys(sources)]


def _parse_cards(table: Mapping[str, Any]) -> tuple[LockedCard, ...]:
    """The cards, each line once: a merge may repeat what both sides have."""
    cards = map(_parse_card, tables_of(table, "cards"))
    return tuple({(card.full_name, card.digest, *sorted(card.blobs.items())): card for card in cards}.values())


def _parse_source(table: Mapping[str, Any]) -> Lock:
    _check_keys(table, (*_SOURCE, "digest"))
    source = {key: string_of(table, key, COMMIT if key == "commit" else None) for key in _SOURCE}
    if string_of(table, "digest", DIGEST) != digest_of(source):
        raise malformed("the source is not what `catalog lock` wrote: its digest does not match")
    return Lock(
        repository=source["repository"],
        root=source["root"],
        revision=source["revision"],
        commit=source["commit"],
        cards=(),
    )


def _parse_card(table: Mapping[str, Any]) -> LockedCard:
    _check_keys(table, ("name", "digest", "blobs"))
    blobs = table_of(table, "blobs")
    return LockedCard(
        full_name=full_name_of(string_of(table, "name")),
        digest=string_of(table, "digest", DIGEST),
        blobs={path: string_of(blobs, path, COMMIT) for path in blobs},
    )


def _check_keys(table: Mapping[str, Any], known: Sequence[str]) -> None:
    unknown: Iterator[str] = (key for key in table if key not in known)
    for key in unknown:
        raise malformed(f"it has a key {key[:40]!r}, which is not known", hint="a newer catalog may read it")

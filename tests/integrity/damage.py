"""Turns single bits of files around, and tells what a catalog answers meanwhile."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from types import FrameType

from assetcards import open_catalog
from assetcards.errors import GitError

Answer = dict[str, dict[str, object]]
"""The fields of every card of a catalog, by name."""

HANGS_AFTER_SECONDS = 60


def answer_of(source: Path | str, rev: str) -> Answer:
    """Every card of a catalog at a revision, all broken ones told; nothing is fetched."""
    with open_catalog(source, rev=rev, offline=True) as catalog:
        assert catalog.findings() == []
        return {card.name: dict(card.fields) for card in catalog}


def maybe_fault(source: Path | str, rev: str, right: Answer) -> str | None:
    """The class of the error that reading ends with, None when the answer is right; anything else fails the test."""
    try:
        with no_hang():
            answer = answer_of(source, rev)
    except GitError as error:
        return type(error).__name__
    assert answer == right
    return None


@contextmanager
def flipped(path: Path, place: int, rng: Random) -> Iterator[None]:
    """A file with one bit of a byte turned around, and as it was again after that."""
    whole = path.read_bytes()
    mode = path.stat().st_mode
    path.chmod(0o644)
    damaged = bytearray(whole)
    damaged[place] ^= 1 << rng.randrange(8)
    path.write_bytes(damaged)
    try:
        yield
    finally:
        path.write_bytes(whole)
        path.chmod(mode)


@contextmanager
def no_hang() -> Iterator[None]:
    """Fail what goes on for longer than any read does."""

    def give_up(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"still reading after {HANGS_AFTER_SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(HANGS_AFTER_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)

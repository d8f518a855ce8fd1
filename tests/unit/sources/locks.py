"""A lock of two cards, whose names and files need quotes."""

from __future__ import annotations

from assetcards.names import FullName
from assetcards.sources.lockfile import Lock, LockedCard

LOCK = Lock(
    repository="../cards",
    root="catalog",
    revision="main",
    commit="1" * 40,
    cards=(
        LockedCard(full_name=FullName("tiny", "lab"), digest="sha256:" + "a" * 64, blobs={'x "y".yaml': "2" * 40}),
        LockedCard(full_name=FullName("a"), digest="sha256:" + "b" * 64, blobs={"é\x7f\n.yaml": "3" * 40}),
    ),
)

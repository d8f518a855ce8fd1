"""Our catalog for fairseq2: cards translated into what it reads, as a folder or registered in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assetcards.fairseq2.registering import register_assetcards as register_assetcards

__all__ = ["register_assetcards"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from assetcards.fairseq2 import registering

    return getattr(registering, name)

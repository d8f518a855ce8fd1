"""Our catalog for fairseq2: cards translated into what it reads, as a folder or registered in it; and its families."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assetcards.fairseq2.registering import register_assetcards as register_assetcards
    from assetcards.fairseq2.serving import register_fairseq2_families as register_fairseq2_families

__all__ = ["register_assetcards", "register_fairseq2_families"]


def __getattr__(name: str) -> object:
    if name == "register_assetcards":
        from assetcards.fairseq2.registering import register_assetcards

        return register_assetcards
    if name == "register_fairseq2_families":
        from assetcards.fairseq2.serving import register_fairseq2_families

        return register_fairseq2_families
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""The variables that say which catalog fairseq2 reads; this is loaded whenever fairseq2 starts, and loads nothing."""

from __future__ import annotations

import os
from typing import NamedTuple

PREFIX = "ASSETCARDS_FAIRSEQ2_"


class Named(NamedTuple):
    """Which catalog fairseq2 reads, and how, as it was written; empty where nothing is said."""

    source: str
    rev: str = ""
    root: str = ""
    env: str = ""
    on_clash: str = ""
    fetch: str = ""


def maybe_named() -> Named | None:
    """What the variables say; None when they name no catalog."""
    named = Named(*(os.environ.get(f"{PREFIX}{field.upper()}", "").strip() for field in Named._fields))
    return named if named.source else None

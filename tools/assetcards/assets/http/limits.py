"""How much a download may be, take and wait."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds of one download: bytes, seconds, tries.

    `idle_seconds` is how long a host may send nothing, take for the head of its answer, or stay below `least_rate`
    bytes a second. A try counts as failed unless it brings `progress` bytes. `pause_seconds` is the wait before the
    second try, each further one waits twice as long; a host may ask for a longer one, up to `patience_seconds`.

    >>> Limits(size=10**9).tries
    5
    """

    size: int = 10**13
    seconds: float = 86_400
    connect_seconds: float = 20
    idle_seconds: float = 60
    least_rate: int = 1000
    tries: int = 5
    progress: int = 2**20
    pause_seconds: float = 0.5
    patience_seconds: float = 120
    redirects: int = 5


LIMITS = Limits()
"""Those that apply unless others are named."""

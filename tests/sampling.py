"""How much of a campaign runs: a sample of it in `make test`, the whole in `make soak`."""

from __future__ import annotations

import os
from typing import TypeVar

T = TypeVar("T")

WHOLE = os.environ.get("SOAK") == "1"
"""Whether this is `make soak`."""


def sample(some: T, of_all: T) -> T:
    """What `make test` takes of what `make soak` takes: a count, or the cases of a matrix."""
    return of_all if WHOLE else some

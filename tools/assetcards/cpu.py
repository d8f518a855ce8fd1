"""How much processor time a run may take, and each git that it starts here."""

from __future__ import annotations

from collections.abc import Mapping

from assetcards.errors import BoundError
from assetcards.sizes import maybe_size

CPU_VARIABLE = "CATALOG_CPU_SECONDS"
CPU_SECONDS = 55
"""So that a run has ended after a minute, with what comes before the clock is set and after it has rung."""


def cpu_seconds(environ: Mapping[str, str]) -> int:
    """The processor time that a run may take, and each local git that it starts: what `CATALOG_CPU_SECONDS` says.

    Raises BoundError when that says no number above 0.

    >>> cpu_seconds({}), cpu_seconds({"CATALOG_CPU_SECONDS": "600"})
    (55, 600)
    """
    value = environ.get(CPU_VARIABLE)
    seconds = maybe_size(value) if value else CPU_SECONDS
    if not seconds:
        raise BoundError(f"${CPU_VARIABLE} is {value!r:.40}, which is no number above 0", hint="write one, such as 600")
    return seconds

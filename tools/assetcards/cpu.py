"""How much processor time a run may take, and each git that it starts here."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assetcards.errors import BoundError

CPU_VARIABLE = "CATALOG_CPU_SECONDS"
CPU_SECONDS = 55
"""So that a run has ended after a minute, with what comes before the clock is set and after it has rung."""

_SECONDS = re.compile(r"0*[1-9][0-9]{0,8}", re.ASCII)


def cpu_seconds(environ: Mapping[str, str]) -> int:
    """The processor time that a run may take, and each local git that it starts: what `CATALOG_CPU_SECONDS` says.

    Raises BoundError when that says no whole number from 1 to 999,999,999.

    >>> cpu_seconds({}), cpu_seconds({"CATALOG_CPU_SECONDS": "600"})
    (55, 600)
    """
    value = environ.get(CPU_VARIABLE)
    if not value:
        return CPU_SECONDS
    if not _SECONDS.fullmatch(value):
        what = "which is no number of seconds above 0"
        raise BoundError(f"${CPU_VARIABLE} is {value!r:.40}, {what}", hint="write one, such as 600")
    return int(value)

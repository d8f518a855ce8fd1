"""The one way from a value of a lower layer to what a higher one does for it, such as `card.fetch()`.

It goes through the public names of the package, by name and when it is called: an import would be a circle.
"""

from __future__ import annotations

import sys
from typing import Any


def public(name: str) -> Any:
    """What the package offers by that name.

    >>> public("MemoryTree").__name__
    'MemoryTree'
    """
    return getattr(sys.modules[__name__.partition(".")[0]], name)

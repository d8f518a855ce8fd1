"""Processes that are not measured: their imports are looked at, they may write little, or they run other code."""

from __future__ import annotations

import os


def unmeasured() -> dict[str, str]:
    """The environment without what makes a process measure its coverage."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COV")}

"""Processes whose imports are looked at must not be measured: measuring imports more than they do."""

from __future__ import annotations

import os


def unmeasured() -> dict[str, str]:
    """The environment without what makes a process measure its coverage."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COV")}

"""The names of the change policies, which settings are named for.

They are those of the policies' files. Policies themselves need far more than settings do: nothing of them is loaded.
"""

from __future__ import annotations

from pathlib import Path
from pkgutil import iter_modules

POLICY_NAMES = tuple(info.name for info in iter_modules([str(Path(__file__).parents[1] / "policies" / "changes")]))

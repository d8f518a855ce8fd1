"""The names of the change policies, which settings are named for.

They are those of the policies' files. Policies themselves need far more than settings do: nothing of them is loaded.
"""

from __future__ import annotations

import os

_FOLDER = os.path.join(os.path.dirname(os.path.dirname(__file__)), "policies", "changes")

POLICY_NAMES = tuple(sorted(name[:-3] for name in os.listdir(_FOLDER) if name.endswith(".py") and name[0] != "_"))

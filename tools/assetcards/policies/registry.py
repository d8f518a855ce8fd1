"""All change policies by code: the modules of the folder `changes`."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType

from assetcards.docstrings import docstring_of
from assetcards.policies import changes
from assetcards.policies.policy import Policy


@cache
def policy_modules() -> dict[str, ModuleType]:
    """From the code of each policy to its module, sorted by code."""
    modules = [import_module(info.name) for info in pkgutil.iter_modules(changes.__path__, f"{changes.__name__}.")]
    return dict(sorted((module.POLICY.code, module) for module in modules))


def all_policies() -> list[Policy]:
    """All policies, sorted by code."""
    return [module.POLICY for module in policy_modules().values()]


def manual_of(code: str) -> str:
    """The manual page of a policy; its first paragraph says in one sentence what the policy reports."""
    return docstring_of(policy_modules()[code])

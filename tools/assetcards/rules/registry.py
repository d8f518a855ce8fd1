"""All rules, by code: every module in the folders of this package that has a `RULE`."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType

from assetcards import rules
from assetcards.docstrings import docstring_of
from assetcards.rules.rule import Rule


@cache
def rule_modules() -> dict[str, ModuleType]:
    """From the code of each rule to its module, sorted by code."""
    names = (info.name for info in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}."))
    modules = map(import_module, names)
    found = {module.RULE.code: module for module in modules if isinstance(getattr(module, "RULE", None), Rule)}
    return dict(sorted(found.items()))


def all_rules() -> list[Rule]:
    """All rules, sorted by code."""
    return [module.RULE for module in rule_modules().values()]


def maybe_rule(code: str) -> Rule | None:
    """The rule of a code, or None."""
    module = rule_modules().get(code)
    return module.RULE if module is not None else None


def manual_of(code: str) -> str:
    """The manual page of a rule; its first paragraph says in a sentence what the rule finds."""
    return docstring_of(rule_modules()[code])

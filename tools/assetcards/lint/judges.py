"""What judges cards: what is kept of a judgement holds for as long as this is the same."""

from __future__ import annotations

import pkgutil

from assetcards import rules
from assetcards.sources.kept import code_facts, library_facts, program_facts

_OURS = ("", "errors", "text", "model", "trees", "git", "sources", "comparison", "families", "lint", "rules")
"""The folders of our own modules on which it depends what is found in a catalog."""

_OTHERS = ("jsonschema", "referencing", "packaging")
"""The libraries, beside that which reads YAML."""


def judge_facts() -> bytes:
    """The versions of all that judges, of git as well, which reads attributes.

    Raises OSError where modules are no files, as in an archive.
    """
    groups = (f"rules/{each.name}" for each in pkgutil.iter_modules(rules.__path__) if each.ispkg)
    return code_facts([*_OURS, *groups]) + library_facts(_OTHERS) + program_facts("git")

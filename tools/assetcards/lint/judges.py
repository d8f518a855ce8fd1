"""What judges cards: what is kept of a judgement holds for as long as this is the same."""

from __future__ import annotations

import os

from assetcards.git.attribute_files import attributes_digest
from assetcards.git.tree import GitTree
from assetcards.sources.kept import code_facts, library_facts, program_facts
from assetcards.trees.tree import SETTINGS_FILE, Tree

_OURS = ("", "errors", "text", "model", "trees", "git", "sources", "comparison", "families", "lint", "rules")
"""The folders of our own modules on which it depends what is found in a catalog."""

_OTHERS = ("jsonschema", "referencing", "packaging")
"""The libraries, beside that which reads YAML."""


def judge_facts() -> bytes:
    """The versions of all that judges, of git as well, which reads attributes.

    Raises OSError where modules are no files, as in an archive.
    """
    return code_facts([*_OURS, *_groups_of_rules()]) + library_facts(_OTHERS) + program_facts("git")


def _groups_of_rules() -> list[str]:
    with os.scandir(os.path.join(os.path.dirname(os.path.dirname(__file__)), "rules")) as entries:
        return sorted(f"rules/{entry.name}" for entry in entries if entry.is_dir() and entry.name != "__pycache__")


def maybe_tree_facts(tree: Tree) -> bytes | None:
    """What differs when a file of a tree does, or what git does with one, or what judges them.

    None where git has no id of it.
    """
    tree_id = tree.maybe_id() if isinstance(tree, GitTree) else None
    if tree_id is None or not isinstance(tree, GitTree):
        return None
    try:
        code = judge_facts()
    except OSError:  # as where the modules are in an archive
        return None
    above = sorted(attributes_digest(tree, [SETTINGS_FILE]))  # those of folders below are in the id
    return code + os.fsencode("\0".join([tree.origin.folder, tree_id, *above]))

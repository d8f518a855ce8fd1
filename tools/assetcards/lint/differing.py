"""Which files of two catalogs differ, and whether their git attributes do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import islice

from assetcards.comparison.edits import maybe_differing
from assetcards.errors import GitError
from assetcards.git.attribute_files import attributes_digest
from assetcards.git.differing import differing_entries
from assetcards.git.objects import TreeEntry
from assetcards.git.tree import GitTree
from assetcards.model.catalog import Catalog
from assetcards.trees.tree import SETTINGS_FILE, FileUnreadableError, Tree

MAX_DIFFERING = 1000
"""Of how many files at most it is worked out whether both sides have them, by the folders that differ alone."""


def changed_files(before: Catalog | None, after: Catalog) -> frozenset[str]:
    """The card files, `catalog.toml` and descriptions of families that differ; all if there was no catalog before."""
    others = {SETTINGS_FILE, *after.settings.families.descriptions}
    if before is None:
        return frozenset({*after.own.paths(), *others})
    others.update(before.settings.families.descriptions)
    known = after.own.maybe_differing(before.own)
    if known is not None:
        return frozenset([*known, *(path for path in others if not _is_same(before, after, path))])
    paths = {*before.own.paths(), *after.own.paths(), *others}
    in_one = set(before.own.paths()) ^ set(after.own.paths())  # the file may be there, and be no card file any more
    differing = maybe_differing(before.own, after.own)
    unsure = paths if differing is None else {*paths.intersection(differing), SETTINGS_FILE}  # which may be a folder
    return frozenset(path for path in unsure | in_one if path in in_one or not _is_same(before, after, path))


def differ_in(before: Catalog, after: Catalog, files: Collection[str]) -> bool:
    """Whether both are trees of git, which have the same files, and differ in the content of just these."""
    differing = _maybe_differing(before.own.tree, after.own.tree)
    if differing is None or differing.keys() != set(files) or any(len(each) == 1 for each in differing.values()):
        return False
    return not _attributes_above_differ(before.own.tree, after.own.tree)


def _maybe_differing(before: Tree, after: Tree) -> Mapping[str, tuple[TreeEntry, ...]] | None:
    """The files of two trees of git that differ, with what is there on either side; None if ids do not say which."""
    if not isinstance(before, GitTree) or not isinstance(after, GitTree):
        return None
    ids = before.maybe_id(), after.maybe_id()
    if ids[0] is None or ids[1] is None:
        return None
    try:
        return dict(islice(differing_entries(after.repository, ids[0], ids[1]), MAX_DIFFERING))
    except GitError:  # whoever reads the files says why
        return None


def _attributes_above_differ(*trees: Tree) -> bool:
    """Whether files of attributes differ in the folders that lead to those of two trees, or in these."""
    known = (tree for tree in trees if isinstance(tree, GitTree))
    return len({attributes_digest(tree, [SETTINGS_FILE]) for tree in known}) > 1


def differing_descriptions(before: Catalog | None, after: Catalog) -> list[str]:
    """The descriptions of families that are named on both sides, and differ."""
    if before is None or not after.stores:
        return []
    known = before.settings.families.descriptions
    both = [path for path in after.settings.families.descriptions if path in known]
    return [path for path in both if not _is_same(before, after, path)]


def _is_same(before: Catalog, after: Catalog, path: str) -> bool:
    """Whether a file is the same in both, by its digests if both trees know them."""
    digests = before.own.tree.maybe_digest(path), after.own.tree.maybe_digest(path)
    return digests[0] == digests[1] if None not in digests else _content_of(before, path) == _content_of(after, path)


def _content_of(catalog: Catalog, path: str) -> str | bytes:
    from assetcards.families.document import MAX_BYTES  # late: git knows digests

    try:
        return catalog.own.tree.read(path, max(catalog.settings.bounds.file_bytes, MAX_BYTES) + 1)
    except FileUnreadableError as error:
        return error.reason


def attributes_differ(before: Catalog | None, after: Catalog) -> bool:
    """Whether the git attributes of the files differ, even if the files are the same."""
    if before is not None and _maybe_differing(before.own.tree, after.own.tree) == {}:
        return _attributes_above_differ(before.own.tree, after.own.tree)
    trees = _own_trees(before, after)
    paths = [*after.own.paths(), SETTINGS_FILE]
    return len({attributes_digest(tree, paths) for tree in trees if isinstance(tree, GitTree)}) > 1


def other_files_differ(before: Catalog | None, after: Catalog) -> bool:
    """Whether there are other files in one of two trees of git, which cards may load from."""
    differing = None if before is None else _maybe_differing(before.own.tree, after.own.tree)
    if differing is not None and len(differing) < MAX_DIFFERING:
        return any(len(entries) == 1 for entries in differing.values())
    trees = [tree for tree in _own_trees(before, after) if isinstance(tree, GitTree)]
    return len({frozenset(tree.paths()) for tree in trees}) > 1


def _own_trees(before: Catalog | None, after: Catalog) -> list[Tree]:
    return [catalog.own.tree for catalog in (before, after) if catalog is not None]

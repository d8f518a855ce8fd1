"""The settings that judge a change, and whether it can silence anything, which most changes cannot.

Nothing that judges cards is needed for it, so that this is quick.
"""

from __future__ import annotations

from collections.abc import Set

from assetcards.lint.comments import find_comments
from assetcards.lint.differing import changed_files, differing_descriptions
from assetcards.lint.kept_comments import find_kept
from assetcards.lint.kinds import base_settings, changed_descriptions, displacing, judging_settings
from assetcards.lint.path_ignores import PathIgnores
from assetcards.model.catalog import Catalog
from assetcards.model.settings_reading import locate_settings
from assetcards.names import FullName
from assetcards.trees.tree import SETTINGS_FILE


def settle(before: Catalog | None, after: Catalog, rival: str = "") -> Catalog:
    """A changed catalog with the settings that judge it; all else that judges the change takes this catalog.

    `before` is None if there was none. `rival` names another catalog that the change adds and that a search would find
    first.
    """
    locate = locate_settings(after.own.tree) if after.stores else lambda _: (0, 0)
    settings = judging_settings(base_settings(before, after), after.settings, locate)
    described = changed_descriptions(differing_descriptions(before, after), locate)
    displaced = (displacing(rival),) if rival else ()
    return after.with_(settings=settings._replace(findings=(*settings.findings, *described, *displaced)))


def can_silence(before: Catalog | None, after: Catalog) -> bool:
    """Whether a change can silence anything: by its settings, by comments that it brings, or by moving cards."""
    if not after.stores:
        return False
    changed = changed_files(before, after)
    files = map(after.own.file, after.own.those_of(changed))
    comments = [comment for file in files for comment in find_comments(file)]
    kept = list(find_kept(before, after, comments))
    return SETTINGS_FILE in changed or len(kept) < len(comments) or bool(moved_under_ignores(before, after))


def moved_under_ignores(before: Catalog | None, after: Catalog) -> Set[tuple[str, FullName]]:
    """The cards of the own store that were moved to a file that an `[[ignore]]` names, each with that file."""
    if before is None or not after.settings.path_ignores:
        return frozenset()
    changed, ignores = changed_files(before, after), PathIgnores(after.settings.path_ignores)
    stores = before.own, after.own
    files = (map(store.file, store.those_of(changed)) for store in stores)
    then, now = ({(file.path, card.full_name) for file in each for card in file.cards} for each in files)
    names = {name for _, name in then}
    return {(path, name) for path, name in now - then if name in names and ignores.naming(path)}

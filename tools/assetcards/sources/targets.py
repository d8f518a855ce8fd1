"""The files that verbs write: from the current directory, or in the store of the user."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from assetcards.sources.defaults import absolute_path, user_folder

if TYPE_CHECKING:
    from assetcards.trees.writing import FileKind, Target


def output_target(path: str, kind: FileKind, *, in_new_folder: bool = False) -> Target:
    """The file that a verb writes, from the current directory. Raises SourceError where `find_target` refuses it."""
    from assetcards.trees.writing import find_target

    return find_target(path, absolute_path(path), absolute_path(""), kind, in_new_folder=in_new_folder)


def user_target(name: str, kind: FileKind) -> Target:
    """A file of the user store, by its path there; folders may be missing. Raises SourceError as `output_target`."""
    from assetcards.trees.writing import find_target

    above = user_folder()
    place = os.path.join(above, name)
    while not os.path.isdir(above):
        above = os.path.dirname(above)
    here = os.path.realpath(above)
    place = os.path.join(here, os.path.relpath(place, above))
    return find_target(place, place, here, kind, in_new_folder=True)

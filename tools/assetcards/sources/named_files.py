"""The files that somebody names to `catalog validate`, as paths in the catalog."""

from __future__ import annotations

import os
from collections.abc import Sequence

from assetcards.errors import AssetCardsError, shorten
from assetcards.model.catalog import Catalog
from assetcards.names import parse_card_name
from assetcards.sources.defaults import PathLike, absolute_path
from assetcards.trees.tree import SETTINGS_FILE


class NoCardFileError(AssetCardsError):
    """What was named is neither a card file of the catalog, nor its settings, nor a folder with any of them.

    >>> from assetcards import NoCardFileError, Part, validate
    >>> try:
    ...     validate(Part(source=cards, files=["nothing.yaml"]))
    ... except NoCardFileError as error:
    ...     error.message, error.hint
    ("'nothing.yaml' does not exist", 'name *.yaml files of the catalog, or folders of them')
    """


def locate(catalog: Catalog, files: Sequence[PathLike]) -> list[str]:
    """The paths in the catalog of files on disk, and of all in a folder. Raises NoCardFileError for what has none."""
    store = catalog.own
    top = os.path.realpath(os.path.join(store.origin.place, store.origin.folder))
    known = [*store.paths(), SETTINGS_FILE]
    found: list[str] = []
    for file in (os.fspath(each) for each in files):
        path = _path_below(top, file)
        below = [each for each in known if file and (each == path or _is_below(each, path))]
        if not below:
            raise _no_card_file(catalog, file)
        found += below
    return list(dict.fromkeys(found))


def _is_below(path: str, folder: str) -> bool:
    """Whether a path is in a folder; both are relative to the same one, which may be in the folder itself.

    >>> _is_below("models/a.yaml", "models"), _is_below("models2/a.yaml", "models"), _is_below("a.yaml", "../..")
    (True, False, True)
    """
    return set(folder.split("/")) <= {".", ".."} or path.startswith(f"{folder}/")


def _no_card_file(catalog: Catalog, file: str) -> NoCardFileError:
    name = repr(shorten(file))
    hint = "name *.yaml files of the catalog, or folders of them"
    if os.path.isdir(file):
        hint += "; another catalog is named with --root"
        return NoCardFileError(f"the folder {name} has no card file of {catalog.own.origin}", hint=hint)
    if os.path.lexists(file):
        return NoCardFileError(f"{name} is not a card file of {catalog.own.origin}", hint=hint)
    if file in catalog:
        path = catalog.find_cards(parse_card_name(file))[0].path
        return NoCardFileError(f"{name} is a card, not a file", hint=f"its file is {path} of {catalog.own.origin}")
    return NoCardFileError(f"{name} does not exist", hint=hint)


def _path_below(top: str, file: str) -> str:
    """The path of a file or a folder relative to a folder; it begins with `../` outside of it."""
    if os.path.isdir(file):
        file = os.path.realpath(file)
    folder, name = os.path.split(os.path.normpath(os.path.join(absolute_path(os.curdir), file)))
    return os.path.relpath(os.path.join(os.path.realpath(folder), name), top).replace(os.sep, "/")

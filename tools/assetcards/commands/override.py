"""`catalog override`: say for oneself where an asset is, in a card of the user store."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from assetcards.errors import NotFoundError, SourceError
from assetcards.model.card_edit import render_diff, with_card, with_field
from assetcards.model.catalog import Catalog
from assetcards.model.field import has_scheme
from assetcards.model.fields import FIELDS, Address, spec_of
from assetcards.model.store import Store
from assetcards.names import USER_ENVIRONMENT, FullName, parse_asked, suggest_names
from assetcards.sources.defaults import absolute_path, user_folder, user_target
from assetcards.trees.folder import FolderTree
from assetcards.trees.memory import MemoryTree
from assetcards.trees.writing import FileKind, Target, maybe_read, write_file

_ODD = re.compile(r"[^A-Za-z0-9._-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overridden:
    """The override that was written, or in a dry run would be: its full name, its file, and what changes there."""

    name: FullName
    path: str
    diff: str
    is_dry: bool


def override(catalog: Catalog, name: str, fields: Mapping[str, str], *, is_dry: bool = False) -> Overridden:
    """Write fields into the user's override of a card: into the one that is there, or into a new one.

    A path is seen from the current directory, and written as an absolute one; `null` is null. Raises what
    `Catalog.card` raises, NotFoundError for a field that no card has and that is not known, SourceError when the file
    cannot be changed, and OSError when it cannot be written.
    """
    card = catalog.resolve(parse_asked(f"{name}@"))
    for field in fields:
        if field not in FIELDS and card.maybe_field(field) is None:
            raise NotFoundError("field", field, suggest_names(field, [*FIELDS, *card.field_names]))
    full_name = FullName(card.name, USER_ENVIRONMENT)
    target = _target(full_name)
    before = (
        (maybe_read(target) or b"").decode("utf-8") if os.path.exists(os.path.join(target.top, target.path)) else ""
    )
    after = _changed(before, target, full_name, {field: _value(field, value) for field, value in fields.items()})
    if not is_dry and after != before:
        write_file(target, after, makes_folders=True)
    place = os.path.join(target.top, target.path)
    return Overridden(name=full_name, path=place, diff=render_diff(before, after, place), is_dry=is_dry)


def _value(field: str, value: str) -> str | None:
    if value == "null":
        return None
    is_path = spec_of(field).address is Address.LOADED and not has_scheme(value)
    return absolute_path(value) if is_path else value


def _target(name: FullName) -> Target:
    """The file that has the override already, or that one of its name belongs into."""
    folder = user_folder()
    if os.path.isdir(folder):
        store = Store(FolderTree(folder), role="user")
        found = next((card.path for file in store.files() for card in file.cards if card.full_name == name), None)
    else:
        found = None
    path = found or f"{_ODD.sub('_', name.name).lstrip('.') or 'card'}.yaml"
    return user_target(path, FileKind(name="a file of cards", head="", example=os.path.basename(path)))


def _changed(before: str, target: Target, name: FullName, fields: Mapping[str, str | None]) -> str:
    """The text with the fields. Raises SourceError when it has cards that cannot be read."""
    file = Store(MemoryTree("edited", {os.path.basename(target.path): before})).file(os.path.basename(target.path))
    if any(card.full_name == name for card in file.cards):
        for field, value in fields.items():
            before = with_field(before, file.path, name, field, value)
        return before
    after = with_card(before, name, fields)
    cards = Store(MemoryTree("edited", {file.path: after})).file(file.path)
    if len(cards.cards) != len(file.cards) + 1 or len(cards.findings) > len(file.findings):
        raise SourceError(
            f"{target.named}: no card can be added to it as it is", hint="fix the file, or write it there yourself"
        )
    return after

"""`catalog override`: say for oneself where an asset is, in a card of the user store."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assetcards.errors import FieldError, NotFoundError, SourceError
from assetcards.findings import Finding
from assetcards.model.card import Card, CardFile
from assetcards.model.card_edit import Change, Written, decode, render_diff, with_card, with_field
from assetcards.model.catalog import Catalog
from assetcards.model.digests import is_digest
from assetcards.model.field import has_scheme
from assetcards.model.fields import ADDRESS_FIELDS, FIELDS, Address, FieldType, spec_of
from assetcards.model.hub import is_commit
from assetcards.model.resolved import ResolvedCard
from assetcards.model.store import Store
from assetcards.names import USER_ENVIRONMENT, FullName, parse_asked, suggest_names
from assetcards.nodes import Value, plain_value
from assetcards.redaction import maybe_credentials, render_quoted
from assetcards.sources.defaults import absolute_path, user_folder
from assetcards.sources.targets import user_target
from assetcards.trees.folder import FolderTree
from assetcards.trees.memory import MemoryTree
from assetcards.trees.writing import FileKind, Target, maybe_read, write_file

_ODD = re.compile(r"[^A-Za-z0-9._-]")
_INTEGER, _NEVER = re.compile(r"-?[0-9]{1,18}"), re.compile(r"(?!)")
_FORMS: Mapping[FieldType, re.Pattern[str]] = {
    FieldType.NUMBER: _INTEGER,
    FieldType.NUMBER_OR_NULL: _INTEGER,
    FieldType.FLAG: re.compile("true|false"),
    FieldType.STRINGS: _NEVER,
    FieldType.MAPPING: _NEVER,
}
"""How values of types that are no strings are given on the command line, if they can be."""


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
    `Catalog.card` raises, NotFoundError for a field that no card has and that is not known, FieldError for a value that
    the field cannot hold and for a card that cannot be changed, SourceError for a file that cannot, and OSError when it
    cannot be written.
    """
    card = catalog.resolve(parse_asked(f"{name}@"))
    for field in fields:
        if field not in FIELDS and card.maybe_field(field) is None:
            raise NotFoundError("field", field, suggest_names(field, [*FIELDS, *card.field_names]))
    values = {field: _value(card, field, text) for field, text in fields.items()}
    full_name = FullName(card.name, USER_ENVIRONMENT)
    present = _maybe_present(full_name)
    target = _target(full_name, present)
    place = os.path.join(target.top, target.path)
    content = (maybe_read(target) or b"") if os.path.exists(place) else b""
    if present is not None:
        before = after = decode(content, present)
        for field, value in values.items():
            after = with_field(after, Change(present, field, value))
    else:
        before, after = _with_new_card(content, place, full_name, values)
    if not is_dry and after != before:
        write_file(target, after, makes_folders=True)
    return Overridden(name=full_name, path=place, diff=render_diff(before, after, place), is_dry=is_dry)


def _value(card: ResolvedCard, field: str, text: str) -> Written:
    """What is to be written for a value of the command line. Raises FieldError when the field cannot hold it."""
    if text == "null":
        return None
    spec = spec_of(field)
    if problem := _maybe_problem(field, text):
        message = f"{field} cannot be {render_quoted(text)}: {problem}"
        raise FieldError(message, card=card.name, field=field, path="", line=0)
    if spec.type in (FieldType.NUMBER, FieldType.NUMBER_OR_NULL):
        return int(text)
    if spec.type is FieldType.FLAG:
        return text == "true"
    return absolute_path(text) if spec.address is Address.LOADED and not has_scheme(text) else text


def _maybe_problem(field: str, text: str) -> str:
    """Why a field cannot hold a value; empty when it can."""
    type_ = spec_of(field).type
    if credentials := maybe_credentials(text):
        return f"it has {credentials}"
    if not text.isprintable():
        return "it has characters that cannot be printed"
    if type_ is not None and type_ in _FORMS and not _FORMS[type_].fullmatch(text):
        return f"it holds {type_}"
    if field.endswith("_sha256") and not is_digest(text):
        return "it holds the 64 hexadecimal digits that `sha256sum FILE` prints"
    if any(field == FIELDS[each].revision for each in ADDRESS_FIELDS) and not is_commit(text):
        return "it holds the full id of a commit, 40 hexadecimal digits in lower case"
    return ""


def _maybe_present(name: FullName) -> Card | None:
    """The card of that name in the user store. Raises SourceError when there are several."""
    folder = user_folder()
    if not os.path.isdir(folder):
        return None
    store = Store(FolderTree(folder), role="user")
    found = [card for file in store.files() for card in file.cards if card.full_name == name]
    if len(found) > 1:
        places = " and ".join(f"{os.path.join(folder, card.path)}:{card.line}" for card in found[:2])
        raise SourceError(f"card {str(name)!r} is written twice, at {places}", hint="remove one")
    return found[0] if found else None


def _target(name: FullName, present: Card | None) -> Target:
    """The file that has the override already, or that one of its name belongs into."""
    path = present.path if present is not None else f"{_ODD.sub('_', name.name).lstrip('.') or 'card'}.yaml"
    return user_target(path, FileKind(name="a file of cards", head="", example=os.path.basename(path)))


def _with_new_card(content: bytes, place: str, name: FullName, values: Mapping[str, Written]) -> tuple[str, str]:
    """The text of a file before and after it gets one more card. Raises SourceError when it cannot be read."""
    before = _read(content)
    if before.text is None:
        raise _unchanged(place, before.findings)
    text = content.decode("utf-8")
    changed = with_card(text, name, values)
    after = _read(changed.encode())
    is_added = len(after.cards) == len(before.cards) + 1 and _values(after)[:-1] == _values(before)
    if not is_added or len(after.findings) > len(before.findings):
        raise _unchanged(place, before.findings or after.findings)
    return text, changed


def _read(content: bytes) -> CardFile:
    return Store(MemoryTree("edited", {"edited.yaml": content})).file("edited.yaml")


def _values(file: CardFile) -> list[dict[str, Value]]:
    return [{key: plain_value(entry.value) for key, entry in card.fields.items()} for card in file.cards]


def _unchanged(place: str, findings: Sequence[Finding]) -> SourceError:
    why = f"line {findings[0].line}: {findings[0].message}" if findings else "it is not read as it is written"
    hint = findings[0].hint if findings and findings[0].hint else "write the card there yourself"
    return SourceError(f"{place}: no card can be added ({why})", hint=hint)

"""Changing one field of a card in the text of its file, and nothing else: comments, order and line endings stay."""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from assetcards.errors import FieldError
from assetcards.model.card import Card, CardFile
from assetcards.model.store import Store
from assetcards.names import FullName
from assetcards.nodes import Entry, MappingNode, Value, plain_value
from assetcards.text.documents import Location
from assetcards.text.linemap import LINE_ENDING
from assetcards.text.yamledit import ValueSpan, find_value, insert_key, replace_value
from assetcards.trees.memory import MemoryTree

Written: TypeAlias = str | int | None
"""What can be written into a field: a boolean is an integer, too."""

_BYTE_ORDER_MARK = "\ufeff"

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./+-]*")
_WORDS = ("null", "true", "false", "yes", "no", "on", "off", "y", "n")
"""What a string may not be to be written without quotes: YAML 1.1 and 1.2 have other meanings for it."""


def with_field(text: str, card: Card, field: str, value: Written, after: str = "") -> str:
    """The text of a file with another value in a field of a card that is in it.

    A new field is written behind `after`, or behind the name.

    What comes out is read again: it differs in that field alone, and nothing more is wrong with it. Raises FieldError
    when the field is written in a way that this does not change.

    >>> from assetcards import open_catalog
    >>> text = "name: tiny  # small"
    >>> [card] = open_catalog(MemoryTree("mine", {"a.yaml": text}), stores=[]).all_cards()
    >>> with_field(text, card, "checkpoint", "/lab/tiny.pt")
    'name: tiny  # small\\ncheckpoint: /lab/tiny.pt\\n'
    """
    written = f"{field}: {_render(value)}"
    bare = text.removeprefix(_BYTE_ORDER_MARK)
    before = _read(bare)
    found = next((pair for pair in enumerate(before.cards) if pair[1].full_name == card.full_name), None)
    changed = None if found is None else _with_entry(bare, found[1], field, written, after)
    if found is None or changed is None or not _is_changed_in(before, found[0], field, value, _read(changed)):
        message = f"card {str(card.full_name)!r} is written in a way that cannot be changed"
        raise _error(card, field, message, f"write `{written}` into it yourself")
    return text[: len(text) - len(bare)] + changed


def decode(content: bytes, card: Card) -> str:
    """The text of the file that has a card. Raises FieldError when it is not UTF-8."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = 1 + content.count(b"\n", 0, error.start)
        message = f"the file of card {str(card.full_name)!r} is not UTF-8 in line {line}"
        raise _error(card, "", message, "save it as UTF-8") from None


def _error(card: Card, field: str, message: str, hint: str) -> FieldError:
    name = str(card.full_name)
    return FieldError(message, card=name, field=field, path=card.path, line=card.line, source=card.source, hint=hint)


def _with_entry(text: str, card: Card, field: str, written: str, after: str) -> str | None:
    """The text with a field as it is written here, in place of the one that is there or behind another one."""
    root = card.document.root
    entries = root.entries if isinstance(root, MappingNode) else {}
    if field in entries:
        span = _find(text, entries[field])
        return None if span is None else replace_value(text, span, written.partition(": ")[2])
    for key in (after, "name"):
        span = _find(text, entries[key]) if key in entries else None
        changed = None if span is None else insert_key(text, span, written)
        if changed is not None:
            return changed
    return None


def _find(text: str, entry: Entry) -> ValueSpan | None:
    return find_value(text, Location(entry.key.line, entry.key.column))


def _is_changed_in(before: CardFile, at: int, field: str, value: Written, after: CardFile) -> bool:
    """Whether two readings of a file differ in one field of one card, and nothing more is wrong with the second."""
    values = _values(before.cards)
    values[at][1][field] = value
    known = Counter(finding.code for finding in before.findings)
    return _values(after.cards) == values and not Counter(finding.code for finding in after.findings) - known


def with_card(text: str, name: FullName, fields: Mapping[str, Written]) -> str:
    """The text of a file with one more card at its end."""
    known = LINE_ENDING.search(text)
    ending = known[0] if known else "\n"
    head = text if not text or text.endswith("\n") else text + ending
    lines = [f"name: {render_string(str(name))}", *(f"{key}: {_render(value)}" for key, value in fields.items())]
    return head + (f"{ending}---{ending}{ending}" if head.strip() else "") + ending.join([*lines, ""])


def render_diff(before: str, after: str, path: str) -> str:
    """What changed, as `diff -u` writes it.

    >>> print(render_diff("a: 1\\n", "a: 1\\nb: 2\\n", "x.yaml"), end="")
    --- x.yaml
    +++ x.yaml
    @@ -1 +1,2 @@
     a: 1
    +b: 2
    """
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), path, path, lineterm="")
    return "".join(f"{line}\n" for line in lines)


def render_string(text: str) -> str:
    """A string as YAML, in quotes unless every reader takes it for a string without.

    >>> render_string("/lab/tiny.pt"), render_string("0123"), render_string("hg://org/tiny")
    ('/lab/tiny.pt', '"0123"', '"hg://org/tiny"')
    """
    bare = text.removeprefix("./").removeprefix("/")
    is_plain = _PLAIN.fullmatch(bare) is not None and text.lower() not in _WORDS
    return text if is_plain else json.dumps(text, ensure_ascii=True)


def _render(value: Written) -> str:
    return render_string(value) if isinstance(value, str) else json.dumps(value)


def _read(text: str) -> CardFile:
    return Store(MemoryTree("edited", {"edited.yaml": text})).file("edited.yaml")


def _values(cards: Sequence[Card]) -> list[tuple[FullName, dict[str, Value]]]:
    return [(card.full_name, {key: plain_value(entry.value) for key, entry in card.fields.items()}) for card in cards]

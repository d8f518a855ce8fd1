"""Changing fields of cards in the text of their file, and nothing else: comments, order and line endings stay."""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from assetcards.errors import FieldError
from assetcards.model.card import Card, CardFile
from assetcards.model.store import Store
from assetcards.names import FullName
from assetcards.nodes import MappingNode, Value, plain_value
from assetcards.text.documents import Location
from assetcards.text.linemap import LINE_ENDING
from assetcards.text.yamledit import Edit, ValueSpan, apply_edits, find_values, insert_key, replace_value
from assetcards.trees.memory import MemoryTree

Written: TypeAlias = str | int | None
"""What can be written into a field: a boolean is an integer, too."""

_BYTE_ORDER_MARK = "\ufeff"

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./+-]*")
_WORDS = ("null", "true", "false", "yes", "no", "on", "off", "y", "n")
"""What a string may not be to be written without quotes: YAML 1.1 and 1.2 have other meanings for it."""


class Change(NamedTuple):
    """Another value in a field of a card; a new field is written behind `after`, or behind the name."""

    card: Card
    field: str
    value: Written
    after: str = ""

    @property
    def written(self) -> str:
        """The line of the field, without its indentation."""
        return f"{self.field}: {_render(self.value)}"

    @property
    def error(self) -> FieldError:
        """The error for a card that is written in a way that is not changed here."""
        message = f"card {str(self.card.full_name)!r} is written in a way that cannot be changed"
        return _error(self.card, self.field, message, f"write `{self.written}` into it yourself")


def with_field(text: str, change: Change) -> str:
    """The text of a file with one change. Raises FieldError when that is not made here.

    >>> from assetcards import open_catalog
    >>> text = "name: tiny  # small\\n"
    >>> [card] = open_catalog(MemoryTree("mine", {"a.yaml": text}), stores=[]).all_cards()
    >>> with_field(text, Change(card, "checkpoint", "/lab/tiny.pt"))
    'name: tiny  # small\\ncheckpoint: /lab/tiny.pt\\n'
    """
    changed, refused = with_fields(text, [change])
    if refused:
        raise refused[0].error
    return changed


def with_fields(text: str, changes: Sequence[Change]) -> tuple[str, Sequence[Change]]:
    """The text of a file with changes of its cards, and the changes that are not made.

    What comes out is read again: it differs in those fields alone, and nothing more is wrong with it.
    """
    bare = text.removeprefix(_BYTE_ORDER_MARK)
    before, spans = _read(bare), find_values(bare)
    cards = {card.full_name: card for card in reversed(before.cards)}
    edits = [(change, _maybe_edit(bare, cards.get(change.card.full_name), change, spans)) for change in changes]
    made = _made(bare, before, [(change, edit) for change, edit in edits if edit is not None])
    changed = apply_edits(bare, [edit for _, edit in made])
    done = {change for change, _ in made}
    return text[: len(text) - len(bare)] + changed, [change for change in changes if change not in done]


def _made(text: str, before: CardFile, edits: Sequence[tuple[Change, Edit]]) -> Sequence[tuple[Change, Edit]]:
    """The edits that do what they should: all of them, or those of each half."""
    after = _read(apply_edits(text, [edit for _, edit in edits]))
    if not edits or _is_changed(before, after, [change for change, _ in edits]):
        return edits
    if len(edits) == 1:
        return []
    half = len(edits) // 2
    return [*_made(text, before, edits[:half]), *_made(text, before, edits[half:])]


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


def _maybe_edit(text: str, card: Card | None, change: Change, spans: Mapping[Location, ValueSpan]) -> Edit | None:
    """What to write for a change: in place of the value that is there, or behind another field."""
    root = None if card is None else card.document.root
    entries = root.entries if isinstance(root, MappingNode) else {}
    known = {key: spans.get(Location(entry.key.line, entry.key.column)) for key, entry in entries.items()}
    if change.field in known:
        span = known[change.field]
        return None if span is None else replace_value(span, _render(change.value))
    behind = (known.get(key) for key in (change.after, "name"))
    return next((edit for span in behind if span and (edit := insert_key(text, span, change.written))), None)


def _is_changed(before: CardFile, after: CardFile, changes: Iterable[Change]) -> bool:
    """Whether two readings of a file differ in these fields alone, and nothing more is wrong with the second."""
    values = _values(before.cards)
    fields = dict(reversed(values))
    for change in changes:
        fields[change.card.full_name][change.field] = change.value
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

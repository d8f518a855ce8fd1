"""Changing one field of a card in the text of its file, and nothing else: comments, order and line endings stay."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping, Sequence

from assetcards.errors import SourceError
from assetcards.model.card import Card
from assetcards.model.store import Store
from assetcards.names import FullName
from assetcards.nodes import Entry, MappingNode, Node, ScalarNode, Value, plain_value
from assetcards.trees.memory import MemoryTree

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./+-]*")
_WORDS = ("null", "true", "false", "yes", "no", "on", "off", "y", "n")
"""What a string may not be to be written without quotes: YAML 1.1 and 1.2 have other meanings for it."""


def with_field(text: str, path: str, name: FullName, field: str, value: str | None, after: str = "") -> str:
    """The text of a file with another string, or null, in a field of one of its cards.

    A new field gets a line below `after`, or below the name.

    What comes out is read again, and differs in that field alone. Raises SourceError when the file is written in a way
    that this does not understand.

    >>> with_field("name: tiny  # small", "a.yaml", FullName("tiny"), "checkpoint", "/lab/tiny.pt")
    'name: tiny  # small\\ncheckpoint: /lab/tiny.pt\\n'
    """
    written = _render(value)
    before = _read(text, path)
    at = next((at for at, card in enumerate(before) if card.full_name == name), None)
    changed = None if at is None else _with_line(text, before[at], field, written, after)
    if at is None or changed is None or _values(_read(changed, path)) != _with_value(before, at, field, value):
        hint = f"write `{field}: {written}` into it yourself"
        raise SourceError(f"{path}: card {str(name)!r} cannot be changed as it is written", hint=hint)
    return changed


def _with_line(text: str, card: Card, field: str, written: str, after: str) -> str | None:
    if field in card.fields:
        return _replaced(text, card.fields[field], written)
    below = card.fields[after].value if after in card.fields else card.name_node
    return _inserted(text, below, card.document.root, f"{field}: {written}")


def with_card(text: str, name: FullName, fields: Mapping[str, str | None]) -> str:
    """The text of a file with one more card at its end."""
    head = text if not text or text.endswith("\n") else text + "\n"
    lines = [f"name: {render_string(str(name))}", *(f"{key}: {_render(value)}" for key, value in fields.items())]
    return head + ("\n---\n\n" if head.strip() else "") + "\n".join([*lines, ""])


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


def _render(value: str | None) -> str:
    return "null" if value is None else render_string(value)


def _replaced(text: str, present: Entry, written: str) -> str | None:
    """The text with another value in a line that has the key and the whole value."""
    value = present.value
    if not isinstance(value, ScalarNode) or value.line != present.key.line:
        return None
    lines = text.splitlines(keepends=True)
    row = lines[value.line - 1]
    old = re.match(r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^#\n\r]*?(?=\s+#|\s*$))""", row[value.column - 1 :])
    if old is None:
        return None
    lines[value.line - 1] = row[: value.column - 1] + written + row[value.column - 1 + old.end() :]
    return "".join(lines)


def _inserted(text: str, below: Node, root: Node | None, line: str) -> str | None:
    """The text with a line below a value that ends in the line where it begins, in the column of the other keys."""
    if not isinstance(below, ScalarNode) or not isinstance(root, MappingNode):
        return None
    lines = text.splitlines(keepends=True)
    row = lines[below.line - 1]
    ending = "\r\n" if row.endswith("\r\n") else "\n"
    lines[below.line - 1] = row.rstrip("\r\n") + ending
    lines.insert(below.line, " " * (root.column - 1) + line + ending)
    return "".join(lines)


def _read(text: str, path: str) -> Sequence[Card]:
    return Store(MemoryTree("edited", {path: text})).file(path).cards


def _values(cards: Sequence[Card]) -> list[tuple[FullName, dict[str, Value]]]:
    return [(card.full_name, {key: plain_value(entry.value) for key, entry in card.fields.items()}) for card in cards]


def _with_value(
    cards: Sequence[Card], at: int, field: str, value: str | None
) -> list[tuple[FullName, dict[str, Value]]]:
    """The values of cards, with another one in a field of one of them."""
    values = _values(cards)
    values[at][1][field] = value
    return values

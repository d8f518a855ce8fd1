"""One key is changed in the text of a YAML file, and nothing around it."""

from __future__ import annotations

import pytest

from assetcards.nodes import MappingNode
from assetcards.text.documents import Location
from assetcards.text.yamledit import apply_edits, find_values, insert_key, replace_value
from assetcards.text.yamltext import parse_yaml

TEXTS = (
    "a: 1\nb: 2\n",
    "b: 'x: y' # c\na: 1",
    "{a: 1, b: [x, {y: z}], c: 3}\n",
    'b: "q\\"\n  r"   # c\na: 1\n',
    "b: one\n  two\na: 1\n",
    "a: 1\n...\n# c\nb: 2\n...\n---\nc: 3\n",
    "a: ü\r\nb:\r\nc: d\r\n",
    "b: &x [1,\n  2]\na: 1\n",
    "? b\n: 2\n",
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_replaced_value_is_read_back_and_all_others_stay(text: str) -> None:
    [(number, key)] = [
        (number, document.root.entries["b"].key)
        for number, document in enumerate(parse_yaml(text))
        if isinstance(document.root, MappingNode) and "b" in document.root.entries
    ]
    span = find_values(text)[Location(key.line, key.column)]
    edit = replace_value(span, "new")
    assert edit is not None
    changed = apply_edits(text, [edit])
    before, after = parse_yaml(text)[number].root, parse_yaml(changed)[number].root
    assert isinstance(before, MappingNode) and isinstance(after, MappingNode)
    assert getattr(after.entries["b"].value, "value", None) == "new"
    assert list(after.entries) == list(before.entries)
    assert changed.startswith(text[: span.start]) and changed.endswith(text[span.end :])


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("a: 1 # c\nb: 2\n", "a: 1 # c\nn: 0\nb: 2\n"),
        ("{a: 1, b: 2}", "{a: 1, n: 0, b: 2}"),
        ("a: 1", "a: 1\nn: 0"),
        ("a: 1\r\n", "a: 1\r\nn: 0\r\n"),
        ("a: [1,\n  2] # c\nb: 2\n", "a: [1,\n  2] # c\nn: 0\nb: 2\n"),
        ("a:\n- 1\n", None),
        ("a: |\n  x\n", None),
    ],
)
def test_a_new_key_comes_behind_another_one(text: str, changed: str | None) -> None:
    span = find_values(text)[Location(1, 2 if text.startswith("{") else 1)]
    edit = insert_key(text, span, "n: 0")
    assert (None if edit is None else apply_edits(text, [edit])) == changed


@pytest.mark.parametrize("text", ["a: [1, 2", " b: 1\n", "- a\n", "", "a: '"])
def test_what_is_not_there_or_cannot_be_read_has_no_value(text: str) -> None:
    assert Location(1, 1) not in find_values(text)

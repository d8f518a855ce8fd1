"""YAML text to documents: places, bounds, what breaks a document and what does not."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assetcards.errors import SourceError
from assetcards.nodes import MappingNode, Value, plain_value
from assetcards.text.documents import Bounds, Document
from assetcards.text.yamltext import parse_yaml, render_yaml
from tests.campaigns.fairseq2_reader import fingerprint, maybe_read


def value_of(text: str) -> Value:
    """The value of a text of one sound document."""
    [document] = parse_yaml(text)
    assert document.findings == [] and document.root is not None
    return plain_value(document.root)


def told(documents: list[Document]) -> list[str]:
    """Every finding as `line:column: CODE`, with the number of its document."""
    return [f"{n}: {d.line}:{d.column} {d.code}" for n, each in enumerate(documents) for d in each.findings]


def test_every_node_knows_where_it_is() -> None:
    [document] = parse_yaml('# c\nname: a\nlist: [1, "é😀", x]\nmap:\n  k: v\n')
    root = document.root
    assert isinstance(root, MappingNode)
    places = {key: (entry.key.line, entry.key.column, entry.value.line, entry.value.column) for key, entry in
              root.entries.items()}  # fmt: skip
    assert places == {"name": (2, 1, 2, 7), "list": (3, 1, 3, 7), "map": (4, 1, 5, 3)}
    assert [(item.line, item.column) for item in root.entries["list"].value.items] == [(3, 8), (3, 11), (3, 17)]  # type: ignore[union-attr]  # a list, as written


def test_lines_go_on_behind_the_end_of_a_document() -> None:
    documents = parse_yaml("a: 1\r\n...\r\n# c\n...x: 2\n... # end\n---\nb: [1\n")
    assert [document.line for document in documents] == [1, 4, 6]
    assert told(documents) == ["2: 8:1 C120"]
    assert documents[2].findings[0].message == "not valid YAML: the '[' on line 7 is not closed before this"


def test_quoted_and_block_scalars_are_remembered_as_parts_of_the_text() -> None:
    text = "a: 'b'\nc: |\n  d\n...\ne: &x \"f\"\n"
    documents = parse_yaml(text)
    assert [text[span.start : span.end] for each in documents for span in each.quoted] == [
        "'b'",
        "|\n  d\n",
        '&x "f"',
    ]


def test_anchors_aliases_and_merges_are_read_and_remembered() -> None:
    [document] = parse_yaml("a: &x {b: 1, c: &y [2]}\nd: {<<: *x, b: 3}\ne: *y\n")
    assert document.root is not None
    assert plain_value(document.root) == {"a": {"b": 1, "c": [2]}, "d": {"b": 3, "c": [2]}, "e": [2]}
    assert document.anchors == {"x": (1, 4), "y": (1, 17)}
    assert document.aliases == [(3, 4)]
    assert document.merges == [(2, 5)]


def test_an_alias_of_a_scalar_is_where_the_alias_is() -> None:
    [document] = parse_yaml("a: &x 1\nb: *x\n")
    assert isinstance(document.root, MappingNode)
    assert document.root.entries["b"].value[3:] == (2, 4)


def test_the_values_of_aliases_are_built_again() -> None:
    value = value_of("a: &x [1]\nb: *x\n")
    assert isinstance(value, dict) and isinstance(value["a"], list)
    value["a"].append(2)
    assert value["b"] == [1]


def test_an_anchor_ends_with_its_document() -> None:
    assert told(parse_yaml("a: &x 1\n---\nb: *x\n")) == ["1: 3:4 C120"]


def test_what_breaks_off_keeps_the_documents_before_it_and_what_it_had() -> None:
    documents = parse_yaml("name: a\n---\nname: b\nlist: [\n---\nname: c\n")
    assert told(documents) == ["1: 5:1 C120"]
    assert [plain_value(each.root) for each in documents if each.root] == [{"name": "a"}, {"name": "b"}]


@pytest.mark.parametrize("end", ["\x00", "\u2028", "\n\ufeff", "\n<<<<<<< HEAD"])
def test_what_no_reader_can_make_sense_of_breaks_its_document_alone(end: str) -> None:
    documents = parse_yaml(f"name: a\n---\nname: b\nx: {end}\n---\nname: c\n")
    assert [len(document.findings) for document in documents] == [0, 1]


def test_the_first_of_two_causes_is_reported() -> None:
    assert told(parse_yaml("a: b: c\nd: \x00\n")) == ["0: 1:5 C120"]
    assert told(parse_yaml('a: "\x00\n')) == ["0: 1:5 C103"]


def test_nothing_is_a_document_of_its_own_unless_it_is_marked() -> None:
    assert parse_yaml("") == []
    assert parse_yaml("# c\n\n") == []
    assert [document.root is None for document in parse_yaml("a: 1\n...\n# c\n")] == [False]


@pytest.mark.parametrize(
    ("inside", "beyond", "bounds"),
    [
        ("a: [[1]]\n", "a: [[[1]]]\n", Bounds(depth=3)),
        ("a: [1, 2]\n", "a: [1, 2, 3]\n", Bounds(nodes=5)),
        ("a: &x [1]\nb: *x\n", "a: &x [1]\nb: *x\nc: 1\n", Bounds(nodes=7)),
        ("a: &x [[1]]\nb: *x\n", "a: &x [[1]]\nb: [*x]\n", Bounds(depth=3)),
        ("a: &x {b: 1}\nc: {<<: *x}\n", "a: &x {b: 1}\nc: {<<: *x, d: 1}\n", Bounds(nodes=12)),
        ("---\n---\n", "---\n---\n---\n", Bounds(documents=2)),
    ],
)
def test_a_bound_holds_to_the_number(inside: str, beyond: str, bounds: Bounds) -> None:
    assert told(parse_yaml(inside, bounds=bounds)) == []
    assert [finding.split()[-1] for finding in told(parse_yaml(beyond, bounds=bounds))] == ["C130"]


def test_a_document_notes_a_thousand_errors_and_the_one_that_ends_it() -> None:
    [document] = parse_yaml("name: a\n" + "name: a\n" * 2000 + "x: [\n")
    codes = [finding.code for finding in document.findings]
    assert codes == ["C121"] * 1000 + ["C120"]


def test_without_libyaml_nothing_is_read_differently_but_the_run_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml, "CSafeLoader")
    with pytest.raises(SourceError, match="built without libyaml"):
        parse_yaml("name: a\n")


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3), max_leaves=8
)


@given(st.dictionaries(st.text(), VALUES, max_size=4))
def test_what_is_rendered_is_read_the_same_by_readers_of_both_dialects(value: dict[str, object]) -> None:
    text = render_yaml(value)
    assert fingerprint(value_of(text)) == fingerprint(value)
    assert maybe_read(text) == [fingerprint(value)]
    assert fingerprint(yaml.load(text, yaml.CSafeLoader)) == fingerprint(value)


@pytest.mark.parametrize(
    "text", ["yes", "1e-5", "0o17", "1:30", "2024-06-30", "=", "<<", "~", "a\nb", " a", "", "é", "-"]
)
def test_text_that_looks_like_something_else_is_rendered_in_quotes(text: str) -> None:
    rendered = render_yaml({text: text})
    assert value_of(rendered) == {text: text}
    assert yaml.load(rendered, yaml.CSafeLoader) == {text: text}


def test_aliases_of_a_long_text_count_for_its_length() -> None:
    text = f"a: &long {'x' * 500_000}\nb: [{', '.join(['*long'] * 200)}]\n"
    assert [(d.code, d.line) for document in parse_yaml(text) for d in document.findings] == [("C130", 2)]

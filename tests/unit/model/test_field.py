"""A field of a resolved card: its value, its type, and the URI that it is."""

from __future__ import annotations

import pytest

from assetcards.errors import FieldError
from assetcards.model.field import Field, has_scheme, looks_like_uri
from tests.unit.cards import catalog_of

CARDS = {
    "deep/x.yaml": "name: base\nbase: ' root '\nnote: inherited\n",
    "a.yaml": "name: root\n---\nname: tiny\nbase: base\nflag: true\nnumber: 3\nlist: [1]\ntext: x\n"
    "checkpoint: ./m.pt\n",
}


def field(name: str) -> Field:
    return catalog_of(CARDS).card("tiny").field(name)


@pytest.mark.parametrize(
    ("text", "scheme", "uri"),
    [
        ("hg://x", True, True),
        ("s3+git://x", True, True),
        ("./x", False, True),
        ("../x", False, True),
        ("/x", False, True),
        ("x/y", False, False),
        ("a:b", False, False),
        ("1a://x", False, False),
        (" ./x", False, False),
        ("", False, False),
    ],
)
def test_a_string_looks_like_a_uri_with_a_scheme_or_as_a_path(text: str, scheme: bool, uri: bool) -> None:
    assert (has_scheme(text), looks_like_uri(text)) == (scheme, uri)


def test_a_field_knows_who_wrote_it_where() -> None:
    found = field("note")
    assert (found.value, found.owner) == ("inherited", "tiny")
    assert tuple(found.origin) == ("base", "deep/x.yaml", 3)


def test_a_base_is_shown_without_the_spaces_around() -> None:
    assert catalog_of(CARDS).card("base").field("base").value == "root"


def test_a_value_may_be_changed_by_who_has_it() -> None:
    found = field("list")
    value = found.value
    assert isinstance(value, list)
    value.append(2)
    assert found.value == [1]


@pytest.mark.parametrize(
    ("name", "kind", "value"),
    [("flag", bool, True), ("number", int, 3), ("text", str, "x"), ("list", list, [1]), ("flag", object, True)],
)
def test_a_value_is_of_its_type(name: str, kind: type, value: object) -> None:
    assert field(name).as_(kind) == value


@pytest.mark.parametrize(("name", "kind"), [("flag", int), ("number", bool), ("number", str), ("text", float)])
def test_a_value_of_another_type_is_named_with_its_line(name: str, kind: type) -> None:
    with pytest.raises(FieldError) as caught:
        field(name).as_(kind)
    line, of = field(name).origin.line, type(field(name).value).__name__
    assert str(caught.value) == f"a.yaml:{line}: field '{name}' of card 'tiny' is of type {of}, not {kind.__name__}"
    assert (caught.value.path, caught.value.line) == ("a.yaml", line)


def test_a_relative_path_is_relative_to_the_file_that_writes_it() -> None:
    assert field("checkpoint").as_uri() == "memory:first/m.pt"
    assert field("note").as_uri() == "memory:first/deep/inherited"


def test_what_is_no_text_is_no_uri() -> None:
    with pytest.raises(FieldError, match="is of type int, not str"):
        field("number").as_uri()

"""The table of fields: each row is obeyed wherever fields are read, checked, compared and shown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assetcards.comparison.compare import content_of
from assetcards.model import fields
from assetcards.model.digests import digest_field
from assetcards.model.fields import ADDRESS_FIELDS, FIELDS, Address, FieldSpec, FieldType, spec_of
from assetcards.model.uris import written_uris
from tests.unit.cards import catalog_of
from tests.unit.rules.judging import MODEL, told_of


@pytest.fixture
def row(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    """The table with another row, `novel`; what was looked up in it is forgotten before and after."""
    monkeypatch.setattr(fields, "FIELDS", {**FIELDS, "novel": request.param})
    spec_of.cache_clear()
    yield
    spec_of.cache_clear()


def told(value: str) -> list[str]:
    return [line.partition(": ")[2] for line in told_of({"x.yaml": f"name: tiny\n{MODEL}novel: {value}\n"}, None)]


@pytest.mark.parametrize("row", [FieldSpec(FieldType.STRING_OR_NULL)], indirect=True)
def test_a_row_alone_makes_a_field_whose_type_is_checked_and_whose_text_is_no_address(row: None) -> None:
    assert told("no") == ["C139 'no' is a string here and the boolean false in YAML 1.1"]
    assert told("7") == ["C302 novel is the integer '7', not a string"]
    assert told("/somewhere") == []


@pytest.mark.parametrize("row", [FieldSpec(FieldType.STRING, is_reference=True)], indirect=True)
def test_a_field_that_is_a_reference_names_a_card(row: None) -> None:
    assert told("gone") == ["C405 novel names 'gone', which does not exist"]
    assert catalog_of("name: a\nnovel: b\n").card("a").references == {"novel": "b"}


@pytest.mark.parametrize("row", [FieldSpec(FieldType.STRING, of_one_card=True)], indirect=True)
def test_a_field_of_one_card_is_not_compared_where_it_is_inherited(row: None) -> None:
    catalog = catalog_of("name: a\nnovel: x\n---\nname: b\nbase: a\n")
    assert ["novel" in content_of(catalog.card(name)) for name in "ab"] == [True, False]


def test_every_address_that_is_loaded_has_its_digest_among_the_fields() -> None:
    assert {name: digest_field(name) for name in ADDRESS_FIELDS} == {
        "checkpoint": "checkpoint_sha256",
        "tokenizer": "tokenizer_sha256",
        "data": "data_sha256",
    }
    assert all(FIELDS[digest_field(name)].type is FieldType.STRING_OR_NULL for name in ADDRESS_FIELDS)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("vocoder_ref", (FieldType.STRING_OR_NULL, True, Address.BY_LOOK)),
        ("_ref", (FieldType.STRING_OR_NULL, True, Address.BY_LOOK)),
        ("tokenizer_ref", (FieldType.STRING, True, Address.NEVER)),
        ("git_commit", (FieldType.STRING_OR_NULL, False, Address.BY_LOOK)),
        ("sha256", (FieldType.STRING_OR_NULL, False, Address.BY_LOOK)),
        ("commits", (None, False, Address.BY_LOOK)),
        ("model_docs", (None, False, Address.NEVER)),
        ("docs_model", (None, False, Address.BY_LOOK)),
        ("url", (FieldType.STRING_OR_NULL, False, Address.PAGE)),
    ],
)
def test_a_field_means_what_its_name_says_or_is_like(name: str, expected: tuple[object, ...]) -> None:
    spec = spec_of(name)
    assert (spec.type, spec.is_reference, spec.address) == expected


def test_the_addresses_of_a_card_are_the_known_ones_and_what_looks_like_one() -> None:
    written = "checkpoint: x\nurl: y\nother: ./z\nhomepage: /h\nlicense: /l\nnote: plain\n"
    [card] = catalog_of(f"name: a\n{written}").all_cards()
    assert [(uri.field, uri.is_page) for uri in written_uris(card)] == [
        ("checkpoint", False),
        ("url", True),
        ("other", False),
    ]

"""Documents that are no family descriptions, each with its sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assetcards.families.document import DescriptionError, parse_document
from assetcards.families.shipped import shipped_documents

FAMILY: dict[str, Any] = {"config": {"$ref": "#/$defs/Config"}, "architectures": {}, "defaults": {}}
DOCUMENT: dict[str, Any] = {
    "format": "assetcards-families",
    "schema_version": 1,
    "package": {"name": "lab", "version": "1.0"},
    "families": {"model": {"mine": FAMILY}},
    "$defs": {"Config": {"type": "object", "properties": {"size": {"type": "integer"}}, "additionalProperties": False}},
}


def problem_of(document: object) -> str:
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    with pytest.raises(DescriptionError) as raised:
        parse_document(content, "families/lab.json")
    return raised.value.message


def with_definitions(**definitions: object) -> dict[str, Any]:
    return {**DOCUMENT, "$defs": {**DOCUMENT["$defs"], **definitions}}


def test_a_valid_document_is_read() -> None:
    assert parse_document(json.dumps(DOCUMENT).encode(), "x") == DOCUMENT


def test_what_ships_with_the_toolchain_is_valid() -> None:
    packages = [parse_document(content, "")["package"] for content in shipped_documents()]
    assert packages == [{"name": "fairseq2", "version": "0.8.1"}, {"name": "assetcards", "version": None}]


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        (b"{", "is no JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        (b"\xff", "is no JSON: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
        (b'{"format": 1, "format": 2}', "is no JSON: the key 'format' is there twice"),
        ([], "is no family description: [] is not of type 'object' (at the top)"),
        (
            {**DOCUMENT, "format": "other"},
            "is no family description: 'assetcards-families' was expected (at format)",
        ),
        ({**DOCUMENT, "schema_version": 2}, "is no family description: 1 was expected (at schema_version)"),
        (
            {**DOCUMENT, "families": {"modle": {}}},
            "is no family description: Additional properties are not allowed ('modle' was unexpected) (at families)",
        ),
        (
            {**DOCUMENT, "families": {"model": {"mine": {}}}},
            "is no family description: 'config' is a required property (at families/model/mine)",
        ),
        (
            with_definitions(Config={"pattern": "(a+)+$"}),
            (
                "is no family description: Additional properties are not allowed ('pattern' was unexpected) "
                "(at $defs/Config)"
            ),
        ),
        (
            with_definitions(Config={"$ref": "https://example.org/schema"}),
            (
                "is no family description: 'https://example.org/schema' does not match '^#/\\\\$defs/[^/~%]+$' "
                "(at $defs/Config/$ref)"
            ),
        ),
        (with_definitions(Other={"$ref": "#/$defs/None"}), "is no family description: $defs has no 'None'"),
        (
            with_definitions(Config={"$ref": "#/$defs/Config"}),
            "is no family description: 'Config' in $defs refers to itself",
        ),
        (
            with_definitions(Config={"if": {"$ref": "#/$defs/Two"}}, Two={"anyOf": [{"$ref": "#/$defs/Config"}]}),
            "is no family description: 'Config' in $defs refers to itself",
        ),
    ],
)
def test_what_is_none_is_said_to_be_none(document: object, problem: str) -> None:
    assert problem_of(document) == f"families/lab.json {problem}"


def test_a_class_may_have_fields_of_its_own_type() -> None:
    node = {"type": "object", "properties": {"below": {"if": {"type": "null"}, "else": {"$ref": "#/$defs/Config"}}}}
    assert parse_document(json.dumps(with_definitions(Config=node)).encode(), "x")


@pytest.mark.parametrize("content", [b"[" * 200_000, b'{"a":' * 100_000, b" " * (8 << 20) + b"{}"], ids=["[", "{", " "])
def test_what_is_deep_or_large_is_refused_in_bounded_time(content: bytes) -> None:
    assert problem_of(content).startswith("families/lab.json is ")

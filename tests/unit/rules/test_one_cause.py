"""One cause is told of once: which of the rules that could speak does."""

from __future__ import annotations

import pytest

from tests.unit.rules.judging import MODEL, TOKENIZER, documents, told_of

TINY = f"name: tiny\n{MODEL}"


def codes_of(content: str | bytes) -> list[str]:
    """The codes of what is said of a file."""
    return [line.split(": ")[1][:4] for line in told_of({"x.yaml": content}, None)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("name: t\nmodel_family: null\n", "C302"),
        ("name: t\ntokenizer_family: char\ntokenizer_ref: null\n", "C302"),
        (documents(TINY, "name: u\nbase: tiny\u00a0\nx: 1\n"), "C114"),
        (documents(TINY, "name: u\nbase: tiny\u200b\nx: 1\n"), "C401"),
        (documents(TINY, f"name: u\n{TOKENIZER}x_ref: tiny\u200b\n"), "C405"),
        (documents(TINY, "name: tiny\u200b@lab\nx: 1\n"), "C205"),
        ("name: {{ x }}\n", "C202"),
        ("name:\nmodel_family: x\n", "C202"),
        ("name: a\nx: " + "[" * 100, "C130"),
        (documents(TINY, f"name: tiny@\n{TOKENIZER}"), "C207"),
        ("name: t".encode("utf-16-le"), "C101"),
        ("name: t".encode("utf-16-be"), "C101"),
        ("name: t".encode("utf-16"), "C101"),
    ],
)
def test_one_cause_is_reported_once(content: str | bytes, code: str) -> None:
    assert codes_of(content) == [code]

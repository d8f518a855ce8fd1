"""P103: a digest that changes or goes while its address stays."""

from __future__ import annotations

import pytest

from tests.unit.policies.judging import finder

found_in = finder("P103")

FIELDS = ["checkpoint", "tokenizer", "data"]


def card(field: str, address: str = "hg://org/one", digest: str = "aaaa") -> str:
    line = f"{field}_sha256: {digest}\n" if digest else ""
    return f"name: one\n{field}: {address}\n{line}"


@pytest.mark.parametrize("field", FIELDS)
def test_a_digest_that_is_added_is_none_that_changed(field: str) -> None:
    assert found_in(card(field, digest=""), card(field)) == []


@pytest.mark.parametrize("field", FIELDS)
def test_a_digest_that_changes_alone_fails(field: str) -> None:
    assert found_in(card(field), card(field, digest="bbbb")) == [
        f"3: P103 error: {field}_sha256 of 'one' changed from 'aaaa' to 'bbbb', but {field} did not"
    ]


@pytest.mark.parametrize("field", FIELDS)
def test_a_digest_that_goes_alone_fails_at_its_card(field: str) -> None:
    assert found_in(card(field), card(field, digest="")) == [
        f"1: P103 error: {field}_sha256 of 'one' changed from 'aaaa' to nothing, but {field} did not"
    ]


@pytest.mark.parametrize("digest", ["bbbb", ""])
def test_a_digest_that_changes_or_goes_with_its_address_is_right(digest: str) -> None:
    assert found_in(card("checkpoint"), card("checkpoint", "hg://org/two", digest)) == []


def test_the_address_of_the_other_field_does_not_count() -> None:
    old = f"{card('checkpoint')}tokenizer: ./a\n"
    (finding,) = found_in(old, old.replace("aaaa", "bbbb").replace("./a", "./b"))
    assert finding.startswith("3: P103 error: checkpoint_sha256 of 'one'")


def test_an_address_that_changes_in_one_environment_says_nothing_of_the_others() -> None:
    old = f"{card('checkpoint')}---\nname: one@lab\nnote: 1\n"
    new = old.replace("aaaa", "bbbb").replace("note: 1", "checkpoint: /lab/one")
    (finding,) = found_in(old, new)
    assert finding == "3: P103 error: checkpoint_sha256 of 'one' changed from 'aaaa' to 'bbbb', but checkpoint did not"

"""Which digest belongs to which address of a resolved card."""

from __future__ import annotations

import pytest

from assetcards.model.digests import digest_field, maybe_digest, maybe_outlived
from tests.unit.cards import catalog_of

OWN = "name: tiny\ncheckpoint: hg://org/one\ncheckpoint_sha256: aaaa\n"


def digest_of(cards: str, name: str, env: str | None = None) -> tuple[object, tuple[str, str] | None]:
    """The digest that counts, and of one that does not its writer and who wrote the address that does."""
    card = catalog_of(cards, env=env).card(name)
    digest, outlived = maybe_digest(card, "checkpoint"), maybe_outlived(card, "checkpoint")
    lost = None if outlived is None else (str(outlived.digest.card.full_name), str(outlived.address.card.full_name))
    return (None if digest is None else digest.value), lost


@pytest.mark.parametrize("field", ["checkpoint", "tokenizer"])
def test_the_digest_of_a_field_has_its_name(field: str) -> None:
    assert digest_field(field) == f"{field}_sha256"


def test_a_digest_counts_for_the_address_that_its_card_writes() -> None:
    assert digest_of(OWN, "tiny") == ("aaaa", None)


def test_a_digest_is_inherited_with_its_address() -> None:
    assert digest_of(f"{OWN}---\nname: heir\nbase: tiny\n", "heir") == ("aaaa", None)


def test_a_digest_does_not_count_for_another_address() -> None:
    heir = f"{OWN}---\nname: heir\nbase: tiny\ncheckpoint: hg://org/two\n"
    assert digest_of(heir, "heir") == (None, ("tiny", "heir"))
    assert digest_of(f"{heir}checkpoint_sha256: bbbb\n", "heir") == ("bbbb", None)


def test_the_same_address_written_again_is_no_other_one() -> None:
    assert digest_of(f"{OWN}---\nname: heir\nbase: tiny\ncheckpoint: hg://org/one\n", "heir") == ("aaaa", None)


def test_two_spellings_of_one_path_are_one_address() -> None:
    own = OWN.replace("hg://org/one", "/models/x.pt")
    assert digest_of(f"{own}---\nname: heir\nbase: tiny\ncheckpoint: file:///models/x.pt\n", "heir") == ("aaaa", None)


def test_an_override_of_the_address_outlives_the_digest_in_its_environment() -> None:
    cards = f"{OWN}---\nname: tiny@lab\ncheckpoint: /lab/x.pt\n"
    assert digest_of(cards, "tiny") == ("aaaa", None)
    assert digest_of(cards, "tiny", "lab") == (None, ("tiny", "tiny@lab"))


def test_a_digest_of_a_nearer_card_is_of_the_inherited_address() -> None:
    cards = "name: tiny\ncheckpoint: hg://org/one\n---\nname: heir\nbase: tiny\ncheckpoint_sha256: aaaa\n"
    assert digest_of(cards, "heir") == ("aaaa", None)
    further = f"{cards}---\nname: last\nbase: heir\ncheckpoint: hg://org/two\n"
    assert digest_of(further, "last") == (None, ("heir", "last"))


@pytest.mark.parametrize(
    "cards",
    [
        "name: tiny\n",
        "name: tiny\ncheckpoint: hg://org/one\n",
        "name: tiny\ncheckpoint_sha256: aaaa\n",
        OWN.replace("aaaa", "null"),
        f"name: base\n{OWN.partition(chr(10))[2]}---\nname: tiny\nbase: base\ncheckpoint_sha256: null\n",
    ],
)
def test_without_an_address_or_a_digest_there_is_none(cards: str) -> None:
    assert digest_of(cards, "tiny") == (None, None)


def test_a_digest_before_any_address_is_of_the_first_one_written() -> None:
    cards = "name: tiny\ncheckpoint_sha256: aaaa\n---\nname: heir\nbase: tiny\ncheckpoint: hg://org/one\n"
    assert digest_of(cards, "heir") == ("aaaa", None)


def test_an_address_that_is_not_a_string_outlives_nothing() -> None:
    heir = f"{OWN}---\nname: heir\nbase: tiny\ncheckpoint: 5\n"
    assert digest_of(heir, "heir") == ("aaaa", None)

"""Which digest belongs to which address of a resolved card."""

from __future__ import annotations

import pytest

from assetcards.model.digests import digest_field, maybe_digest, maybe_outlived, maybe_revision
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


def test_an_override_says_where_else_the_same_bytes_are_and_keeps_the_digest() -> None:
    cards = f"{OWN}---\nname: tiny@lab\ncheckpoint: /lab/x.pt\n---\nname: heir\nbase: tiny\n"
    assert digest_of(cards, "tiny", "lab") == digest_of(cards, "heir", "lab") == ("aaaa", None)
    moved = f"{cards}---\nname: heir@lab\ncheckpoint: s3://lab/x.pt\n"
    assert digest_of(moved, "heir", "lab") == ("aaaa", None)


def test_an_override_that_names_another_repository_or_commit_of_the_hub_has_other_bytes() -> None:
    cards = f"{OWN}---\nname: tiny@lab\ncheckpoint: hg://lab/one\n"
    assert digest_of(cards, "tiny", "lab") == (None, ("tiny", "tiny@lab"))
    cards = f"{OWN}checkpoint_revision: a\n---\nname: tiny@lab\ncheckpoint_revision: b\n"
    assert digest_of(cards, "tiny", "lab") == (None, ("tiny", "tiny@lab"))


def test_a_child_has_other_bytes_though_an_override_moves_them() -> None:
    cards = f"{OWN}---\nname: heir\nbase: tiny\ncheckpoint: hg://org/two\n---\nname: heir@lab\ncheckpoint: /lab/two\n"
    assert digest_of(cards, "heir", "lab") == (None, ("tiny", "heir"))


def test_a_revision_counts_for_the_repository_that_it_was_written_for() -> None:
    own = "name: tiny\ncheckpoint: hg://org/one\ncheckpoint_revision: aaaa\n"
    catalog = catalog_of(f"{own}---\nname: heir\nbase: tiny\n---\nname: other\nbase: tiny\ncheckpoint: hg://org/two\n")
    revisions = [maybe_revision(catalog.card(name), "checkpoint") for name in ("tiny", "heir", "other")]
    assert [each and each.value for each in revisions] == ["aaaa", "aaaa", None]


def test_the_digest_of_an_address_in_a_config_is_written_beside_it() -> None:
    config = "dataset_config: {data: hg://org/d}\n"
    catalog = catalog_of(
        f"name: a\n{config}data_sha256: aaaa\ndata_revision: bbbb\n---\nname: b\n{config}"
        f"---\nname: c\nbase: b\ndata_sha256: cccc\n---\nname: d\n{config}data: ./d\ndata_sha256: dddd\n"
    )
    found = [maybe_digest(catalog.card(name), "dataset_config.data") for name in "abcd"]
    assert [each and each.value for each in found] == ["aaaa", None, None, None]
    revision = maybe_revision(catalog.card("a"), "dataset_config.data")
    assert revision is not None and revision.value == "bbbb"


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

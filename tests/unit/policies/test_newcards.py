"""The policies about what a new card lacks: a license, owners, and what pins its addresses."""

from __future__ import annotations

import pytest

from tests.unit.policies.judging import finder

unlicensed, unowned, unpinned = finder("P111"), finder("P112"), finder("P113")

OLD = "name: old\nlicense: MIT\nowners: [a]\n"
NEW = f"{OLD}---\nname: new\ncheckpoint: hg://org/new\n"
ALL = '[policy]\nunowned = "needs-review"\nunpinned = "fail"\n'


def test_a_new_card_without_a_license_needs_review() -> None:
    assert unlicensed(OLD, NEW) == ["5: P111 warning: no license in new card 'new'"]
    assert unlicensed(OLD, f"{NEW}license: null\n") == ["5: P111 warning: no license in new card 'new'"]


def test_owners_and_pins_are_only_looked_for_where_the_settings_ask_for_it() -> None:
    assert unowned(OLD, NEW) == [] == unpinned(OLD, NEW)
    assert unowned(OLD, NEW, ALL) == ["5: P112 warning: no owners in new card 'new'"]
    assert unpinned(OLD, NEW, ALL) == ["5: P113 error: an address that is not pinned in new card 'new'"]


@pytest.mark.parametrize("owners", ["[]", "null", "['']"])
def test_empty_owners_are_none(owners: str) -> None:
    assert bool(unowned(OLD, f"{NEW}owners: {owners}\n", ALL)) == (owners != "['']")


def test_what_a_base_has_its_heirs_have() -> None:
    heir = f"{OLD}---\nname: heir\nbase: old\ncheckpoint: ./x.pt\n"
    assert unlicensed(OLD, heir) == unowned(OLD, heir, ALL) == unpinned(OLD, heir, ALL) == []


def test_a_card_that_is_only_a_base_lacks_nothing() -> None:
    new = f"{OLD}---\nname: base\nmodel_family: llama\n---\nname: new\nbase: base\nlicense: MIT\nowners: [a]\n"
    assert unlicensed(OLD, new) == unowned(OLD, new, ALL) == []
    assert unlicensed(OLD, f"{OLD}---\nname: base\nmodel_family: llama\n") != []


def test_cards_that_were_there_renamed_ones_and_removed_ones_are_not_new() -> None:
    assert unlicensed(NEW, NEW.replace("org/new", "org/other")) == []
    assert unlicensed(NEW, NEW.replace("name: new", "name: newer")) == []
    assert unlicensed(NEW, OLD) == []


def test_all_new_cards_of_a_file_are_reported_once() -> None:
    new = "".join(f"---\nname: n{at}\ncheckpoint: ./{at}.pt\n" for at in range(5))
    assert unlicensed(OLD, f"{OLD}{new}") == ["5: P111 warning: no license in new cards 'n0', 'n1', 'n2' and 2 more"]


@pytest.mark.parametrize(
    "pinned",
    [
        "checkpoint: ./x.pt",
        "checkpoint: /x.pt",
        "checkpoint: file:///x.pt",
        f"checkpoint: hg://org/new@{'0' * 40}",
        f"checkpoint: https://huggingface.co/org/new/resolve/{'0' * 40}/x.pt",
        f"checkpoint: hg://org/new\ncheckpoint_revision: {'a' * 40}",
        f"checkpoint: https://example.org/x.pt\ncheckpoint_sha256: {'a' * 64}",
        "checkpoint: null",
    ],
)
def test_what_is_pinned_is_not_reported(pinned: str) -> None:
    assert unpinned(OLD, f"{OLD}---\nname: new\n{pinned}\n", ALL) == []


@pytest.mark.parametrize("address", ["hg://org/new@main", f"hg://org/{'0' * 41}", "https://example.org/x.pt"])
def test_what_may_change_is_reported(address: str) -> None:
    assert len(unpinned(OLD, f"{OLD}---\nname: new\ntokenizer: {address}\n", ALL)) == 1

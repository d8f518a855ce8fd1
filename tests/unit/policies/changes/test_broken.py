"""P108: cards that no longer resolve, and files that can no longer be read."""

from __future__ import annotations

import pytest

from tests.unit.policies.judging import finder

found_in = finder("P108")

SOUND = "name: one\nbase: b\nlicense: MIT\n---\nname: b\nnote: 1\n"
BROKEN = SOUND.replace("base: b", "base: nowhere")
WHY = "broken now: base 'nowhere' does not exist"


def test_a_card_that_no_longer_resolves_fails_where_its_fault_is() -> None:
    assert found_in(SOUND, BROKEN) == [f"2: P108 error: cannot judge changes to 'one': {WHY}"]


def test_a_new_card_that_does_not_resolve_fails() -> None:
    (found,) = found_in(SOUND, f"{SOUND}---\nname: new\nbase: nowhere\n")
    assert found == f"9: P108 error: cannot judge changes to 'new': {WHY}"


def test_what_was_broken_before_is_no_matter_of_the_change() -> None:
    assert found_in(BROKEN, f"{BROKEN}---\nname: new\nnote: 1\n") == []


def test_all_that_one_fault_breaks_is_one_finding() -> None:
    heirs = "".join(f"---\nname: h{i}\nbase: one\n" for i in range(4))
    (found,) = found_in(SOUND + heirs, BROKEN + heirs)
    assert found == f"2: P108 error: cannot judge changes to 'h0', 'h1', 'h2' and 2 more: {WHY}"


@pytest.mark.parametrize("more", ["note: x\n", "- name: lost\n", "name: lost@lab\n"])
def test_a_document_that_is_no_card_or_an_override_of_none_fails(more: str) -> None:
    (found,) = found_in(SOUND, f"{SOUND}---\n{more}")
    assert found.startswith("8: P108 error: cannot judge changes to ")


def test_a_setting_lets_cards_break() -> None:
    assert found_in(SOUND, BROKEN, '[policy]\nbroken = "pass"\n') == []

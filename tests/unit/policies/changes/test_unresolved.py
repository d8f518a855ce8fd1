"""P107: what cannot be judged, because it does not resolve on one side."""

from __future__ import annotations

from tests.unit.policies.judging import finder

found_in = finder("P107")

SOUND = "name: one\nbase: b\nlicense: MIT\n---\nname: b\nnote: 1\n"
BROKEN = SOUND.replace("base: b", "base: nowhere")
WHY = "base 'nowhere' does not exist"


def test_a_card_that_stays_broken_cannot_be_judged_when_it_is_edited() -> None:
    assert found_in(BROKEN, BROKEN) == []
    assert found_in(BROKEN, BROKEN.replace("MIT", "X")) == [
        f"2: P107 warning: cannot judge changes to 'one': broken before and now: {WHY}"
    ]


def test_a_card_that_resolves_again_cannot_be_judged_and_is_shown_where_it_is_now() -> None:
    moved = SOUND.partition("---\n")[2] + "---\n" + SOUND.partition("---\n")[0]
    assert found_in(BROKEN, moved) == [
        f"4: P107 warning: cannot judge changes to 'one': broken before (x.yaml:2:7: {WHY})"
    ]


def test_cards_that_do_not_resolve_for_one_reason_are_one_finding() -> None:
    heirs = "".join(f"---\nname: h{i}\nbase: one\n" for i in range(4))
    (found,) = found_in(BROKEN + heirs, SOUND + heirs)
    assert "cannot judge changes to 'h0', 'h1', 'h2' and 2 more: broken before (" in found


def test_a_broken_card_that_goes_is_reported() -> None:
    found = found_in("name: x\n---\n- name: lost\n", "name: x\n")
    assert found == [
        "0: P107 warning: cannot judge changes to 'lost': broken before, and removed now: a sequence, not a card"
    ]

"""What can be reached from some things."""

from __future__ import annotations

from assetcards.reach import reached_from

NEXT = {"a": "bc", "b": "a", "c": "d", "d": "", "e": "a"}


def test_what_is_reached_is_the_start_and_all_that_follows_but_not_what_leads_there() -> None:
    assert reached_from("c", NEXT.__getitem__) == {"c", "d"}
    assert reached_from("a", NEXT.__getitem__) == {"a", "b", "c", "d"}
    assert reached_from("be", NEXT.__getitem__) == {"a", "b", "c", "d", "e"}
    assert reached_from("", NEXT.__getitem__) == set()


def test_each_thing_is_asked_for_what_follows_once_though_many_lead_to_it() -> None:
    asked: list[int] = []

    def following(number: int) -> list[int]:
        asked.append(number)
        return [each for each in range(20) if each != number]

    assert reached_from([0], following) == set(range(20))
    assert sorted(asked) == list(range(20))


def test_a_way_of_a_hundred_thousand_steps_is_no_recursion() -> None:
    assert len(reached_from([0], lambda number: [number + 1] if number < 100_000 else [])) == 100_001

"""What a catalog can be asked, with the answers."""

from __future__ import annotations

from assetcards import CardError, UpstreamError
from assetcards.model.questions import resolve_all
from tests.unit.cards import catalog_of

CARDS = "name: root\n---\nname: leaf\nbase: root\n---\nname: other\n---\nname: root@lab\nnote: 1\n"


def answers(cards: str) -> list[str]:
    """Each question with the chain of its answer, or the code of what keeps it from one."""
    return [
        f"{asked.name}@{asked.env}: "
        + (answer.findings[0].code if isinstance(answer, CardError) else "/".join(answer.chain))
        for asked, answer in resolve_all(catalog_of(cards))
        if not isinstance(answer, UpstreamError)
    ]


def test_every_card_is_asked_for_and_in_an_environment_those_that_it_changes() -> None:
    found = answers(CARDS)
    assert sorted(found) == [
        "leaf@: leaf/root",
        "leaf@lab: leaf/root",
        "other@: other",
        "root@: root",
        "root@lab: root",
    ]


def test_a_base_is_asked_for_before_what_inherits_from_it() -> None:
    chain = "---\n".join(f"name: c{i}\n" + (f"base: c{i + 1}\n" if i < 9 else "") for i in range(10))
    assert [line.split("@")[0] for line in answers(chain)] == [f"c{i}" for i in reversed(range(10))]


def test_what_inherits_from_a_card_that_failed_is_left_out() -> None:
    found = answers(CARDS.replace("name: root\n---", "name: root\nbase: nowhere\n---", 1))
    assert sorted(found) == ["other@: other", "root@: C401", "root@lab: C401"]


def test_a_card_that_fails_in_one_environment_fails_there_alone() -> None:
    found = answers(CARDS.replace("note: 1", "base: nowhere"))
    assert sorted(found) == ["leaf@: leaf/root", "other@: other", "root@: root", "root@lab: C401"]

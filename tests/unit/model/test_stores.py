"""Stores that are searched together: the cards, names and environments that they have, and what is missing."""

from __future__ import annotations

import pytest

from assetcards import CardNotFoundError, EnvironmentNotFoundError
from tests.unit.cards import TINY, catalog_of


@pytest.mark.parametrize(("query", "env"), [("tiny", "lap"), ("tiny@lap", None)])
def test_an_unknown_environment_is_an_error_with_a_suggestion(query: str, env: str | None) -> None:
    with pytest.raises(EnvironmentNotFoundError) as caught:
        catalog_of(TINY, env=env).card(query)
    assert str(caught.value) == "environment 'lap' is not known (did you mean 'lab'?)"


def test_an_environment_that_nothing_resembles_lists_those_there_are() -> None:
    with pytest.raises(EnvironmentNotFoundError) as caught:
        catalog_of(TINY).card("tiny@zzzz")
    assert caught.value.suggestions == ("lab", "user")


def test_names_environments_and_iteration_show_what_there_is() -> None:
    catalog = catalog_of(TINY)
    assert catalog.names() == ["tiny", "tiny@lab", "tok"]
    assert catalog.card_names() == ["tiny", "tok"]
    assert catalog.environments() == ["lab", "user"]
    assert [card.name for card in catalog] == ["tiny", "tok"]


def test_cards_of_several_stores_are_searched_together() -> None:
    catalog = catalog_of("name: a\nbase: b\n", more="name: b\nnote: x\n")
    assert catalog.card("a").fields == {"base": "b", "note": "x"}
    assert [catalog.card(name).source for name in "ab"] == ["memory:first", "memory:second"]


def test_an_unknown_name_suggests_the_closest() -> None:
    with pytest.raises(CardNotFoundError) as caught:
        catalog_of(TINY).card("tinny")
    assert str(caught.value) == "card 'tinny' is not known (did you mean 'tiny'?)"
    assert (caught.value.name, caught.value.suggestions) == ("tinny", ("tiny",))

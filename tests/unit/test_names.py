"""Names of cards: how they are read, which are alike, and what is suggested for those that are not known."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetcards import names
from assetcards.errors import InvalidNameError
from assetcards.names import (
    Asked,
    FullName,
    Suggestions,
    fold_name,
    one_edit_apart,
    parse_asked,
    parse_card_name,
    render_name,
    suggest_names,
)


@pytest.mark.parametrize(
    ("text", "name", "env"),
    [
        ("m", "m", None),
        ("m@", "m", ""),
        ("m@lab", "m", "lab"),
        (" m @ lab ", "m", "lab"),
        ("\tm\n", "m", None),
        ("a b@", "a b", ""),
        ("m@ ", "m", ""),
    ],
)
def test_a_name_is_read_with_its_environment_without_the_spaces_around(text: str, name: str, env: str | None) -> None:
    assert parse_asked(text) == Asked(name, env)
    assert parse_card_name(text) == FullName(name, env or "")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "'' is empty"),
        (" \t", "' \\t' is empty"),
        ("@lab", "'@lab' has no name"),
        (" @", "' @' has no name"),
        ("m@a@b", "'m@a@b' has more than one '@'"),
        ("@@", "'@@' has more than one '@'"),
    ],
)
def test_what_is_no_name_is_refused_with_the_reason(text: str, problem: str) -> None:
    for parse in (parse_asked, parse_card_name):
        with pytest.raises(InvalidNameError) as caught:
            parse(text)
        assert str(caught.value).startswith(problem)


def test_a_full_name_is_shown_as_it_is_asked_for_and_sorted_by_name_first() -> None:
    shown = [str(each) for each in sorted([FullName("b"), FullName("a", "lab"), FullName("a")])]
    assert shown == ["a", "a@lab", "b"]
    assert parse_asked(str(FullName("a", "lab"))) == ("a", "lab")


@pytest.mark.parametrize(
    ("env", "shown", "first", "tried"),
    [
        (None, "a", "a", ("user", "lab")),
        ("", "a@", "a", ()),
        ("hut", "a@hut", "a@hut", ("hut",)),
    ],
)
def test_what_is_asked_is_shown_as_it_is_read_and_knows_the_environments_that_are_tried(
    env: str | None, shown: str, first: str, tried: tuple[str, ...]
) -> None:
    asked = Asked("a", env)
    assert (str(asked), str(asked.full_name), asked.environments(("user", "lab"))) == (shown, first, tried)
    assert parse_asked(shown) == asked


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("tiny", "'tiny'"),
        ("tin\u0443", "'tin\u0443' (U+0443)"),
        ("t\xef\u0443", "'t\xef\u0443' (U+00EF)"),
        ("it's", '"it\'s"'),
        ("a\u202eb", "'a\\u202eb'"),
        ("a\nb", "'a\\nb'"),
    ],
)
def test_the_first_character_that_may_look_like_one_of_ascii_has_its_number(name: str, shown: str) -> None:
    assert render_name(name) == shown


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("Tiny", "tINY", True),
        ("stra\xdfe", "STRASSE", True),
        ("caf\xe9", "cafe\u0301", True),
        ("\ufb01ne", "FINE", True),
        ("\u0390", "\u1fd3", True),
        ("tiny", "tiny_", False),
        ("i", "\u0131", False),
        ("tin\u0443", "tiny", False),
    ],
)
def test_names_are_alike_that_differ_in_case_or_unicode_form_alone(first: str, second: str, alike: bool) -> None:
    assert (fold_name(first) == fold_name(second)) is alike
    assert fold_name(fold_name(first)) == fold_name(first)


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        ("cluster", "cluster", False),
        ("cluster", "clusters", True),
        ("cluster", "xcluster", True),
        ("cluster", "custer", True),
        ("cluster", "clusterss", False),
        ("cluster", "clutser", True),
        ("cluster", "lcuster", True),
        ("cluster", "clustre", True),
        ("cluster", "slucter", False),
        ("cluster", "bluster", True),
        ("cluster", "clusteR", True),
        ("cluster", "blusteR", False),
        ("", "a", True),
        ("", "", False),
        ("ab", "ba", True),
        ("a", "b", True),
    ],
)
def test_one_edit_is_one_character_or_two_neighbours_swapped(first: str, second: str, apart: bool) -> None:
    assert one_edit_apart(first, second) is apart
    assert one_edit_apart(second, first) is apart


def test_the_closest_names_are_suggested_best_first_in_any_case() -> None:
    known = ["poems", "tiny_code", "tiny_chats", "Tiny_Chat"]
    assert suggest_names("TINY_CHTA", known) == ["Tiny_Chat", "tiny_chats", "tiny_code"]
    assert suggest_names("TINY_CHTA", known, limit=1) == ["Tiny_Chat"]
    assert suggest_names("wav2vec2", known) == []


def test_of_names_that_differ_in_case_alone_the_first_is_suggested() -> None:
    assert suggest_names("tinny", ["tiny", "TINY", "Tiny"]) == ["TINY"]


def test_suggestions_end_with_the_work_that_they_may_take(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that was answered keeps its answer."""
    monkeypatch.setattr(names, "MAX_COMPARED", 800)
    suggestions = Suggestions([f"known_{i}" for i in range(20)])
    answers = [suggestions.closest(f"knwon_{i}") for i in range(10)]
    assert [bool(answer) for answer in answers] == [True] * 6 + [False] * 4
    assert suggestions.closest("knwon_3") == answers[3]
    assert answers[3][0] == "known_3"


WORDS = st.text("ab_é語", max_size=9)


@given(WORDS, st.sets(WORDS), st.integers(1, 4))
def test_names_are_as_close_as_difflib_says_which_compares_them_all(wanted: str, known: set[str], limit: int) -> None:
    expected = difflib.get_close_matches(wanted, sorted(known), n=limit, cutoff=0.6)
    assert suggest_names(wanted, known, limit) == expected

"""Questions in odd words: as cards are listed, names with signs of patterns, null, and nothing at all."""

from __future__ import annotations

import re

import pytest

from assetcards.model.questions import without_kind
from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture


@pytest.mark.parametrize(
    "question",
    [
        ("list", "model:tiny@", "--format", "names"),
        ("show", "model:tiny@", "checkpoint"),
        ("compare", "model:tiny@", "dataset:sums"),
        ("graph", "model:tiny@lab", "--up"),
        ("graph", "tiny_chat", "--to", "model:tiny"),
        ("blame", "model:tiny@lab"),
        ("log", "dataset:sums"),
        ("search", "model:tiny@lab", "--format", "names"),
        ("fetch", "model:tiny@", "--dry-run"),
        ("verify", "model:tiny@"),
    ],
    ids=lambda question: question[0],
)
def test_a_card_is_asked_for_as_it_is_listed(cards: GitFixture, ask: Ask, question: tuple[str, ...]) -> None:
    plain = [without_kind(word) for word in question]
    if question[0] == "search":
        plain[1] = "tiny"
    answer, expected = (
        [re.sub("model:|dataset:", "", str(each)).split() for each in ask(*asked)] for asked in (question, plain)
    )
    assert answer == expected
    assert answer[0] == ["0"]


def test_a_card_of_another_kind_is_not_meant(cards: GitFixture, ask: Ask) -> None:
    assert ask("compare", "dataset:tiny", "sums")[0] == 1
    said = "catalog: no card has the name 'tinny@lab' (did you mean 'tiny'?)\n"
    assert ask("list", "model:tinny@lab", "--format", "names")[2].startswith(said)


def test_an_environment_that_nobody_knows_is_refused_for_a_graph(cards: GitFixture, ask: Ask) -> None:
    code, out, err = ask("graph", "tiny@lob")
    assert (code, out) == (1, "")
    assert "environment 'lob' is not known (did you mean 'lab'" in err


def test_a_name_with_the_signs_of_a_pattern_is_found_by_itself(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/odd.yaml": "name: 'a[b]*'\n---\nname: ab\n"})
    assert ask("list", "a[b]*", "--format", "names") == (0, "a[b]*\nab\n", "")


def test_a_value_null_is_no_value_for_a_script_and_said_to_be_null(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/datasets/sums.yaml": "{name: sums, data: null, x_config: {a: 1}, model_config: {b: null}}"})
    for field in ("data", "model.b"):
        code, out, err = ask("show", "sums", field)
        assert (code, out) == (1, "")
        assert err.endswith(f"card 'sums' has no value for {field!r}, which is null\n")
    assert "data: null" in ask("show", "sums", "--format", "agent")[1].splitlines()


def test_a_table_of_no_card_has_its_titles(cards: GitFixture, ask: Ask) -> None:
    for asked in (("list", "gone"), ("search", "gone")):
        assert ask(*asked, "--format", "csv")[1] == (
            "name,status,kinds,family,architecture,environments,license,description\n"
        )


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (("list", "--columns", ","), "',' names no column"),
        (("search", "tiny", "--columns", ""), "'' names no column"),
        (("list", "--sort", "-"), "'-' names no column"),
        (("search", "", "-"), "there is no word to search for; `catalog list` lists all cards"),
    ],
)
def test_a_question_without_a_word_is_refused(
    cards: GitFixture, ask: Ask, question: tuple[str, ...], said: str
) -> None:
    code, out, err = ask(*question)
    assert (code, out) == (2, "")
    assert said in err

"""`catalog search`: what is found by which words, and in which form it is printed."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["tiny"], "tiny tiny_chat"),
        (["tinychat"], "tiny_chat"),
        (["org/tiny-chat"], "tiny_chat"),
        (["hg://org/tiny-chat"], "tiny_chat"),
        (["small", "model", "tests"], "tiny"),
        (["small", "model", "tests", "nowhere"], "tiny"),
        (["https://huggingface.co/Org/Tiny-Chat"], "tiny_chat"),
        (["hf.co/org/tiny-chat/tree/main"], "tiny_chat"),
        (["modle"], "tiny tiny_chat"),
        (["heads"], "tiny_chat"),
        (["family:llama"], "tiny_chat"),
        (["kind:dataset", "sums"], "sums"),
        (["TINY", "license:mit", "kind:tokenizer"], "tiny_chat"),
    ],
)
def test_cards_are_found_by_words_of_all_they_say(cards: GitFixture, ask: Ask, words: list[str], names: str) -> None:
    assert ask("search", *words, "--format", "names") == (0, "".join(f"{each}\n" for each in names.split()), "")


def test_the_best_are_a_table_and_the_rest_is_counted(cards: GitFixture, ask: Ask) -> None:
    assert ask("search", "tiny", "--limit", "1", "--columns", "name,environments,license") == (
        0,
        "name  environments  license\ntiny  lab           MIT\n",
        "catalog: 1 more card beyond --limit 1\n",
    )


def test_a_miss_says_what_no_card_has(cards: GitFixture, ask: Ask) -> None:
    said = "catalog: no card matches all that was asked for\n"
    assert ask("search", "family:llama", "kind:dataset") == (1, "  no card\n", said)
    assert ask("search", "zzzzzz") == (1, "  no card\n", "catalog: no card has any of these words\n")
    said = "catalog: no card has the family with 'llamma' (did you mean 'llama'?)\n"
    assert ask("search", "family:llamma", "--format", "names") == (1, "", said)
    assert ask("search", "famly:llama")[2].startswith("catalog: no card has the field 'famly' (did you mean 'family'")
    assert ask("search")[0] == 2


def test_programs_get_the_cards_in_their_order(cards: GitFixture, ask: Ask) -> None:
    document = json.loads(ask("search", "tiny", "kind:model", "--format", "json")[1])
    assert [each["name"] for each in document["cards"]] == ["tiny", "tiny_chat"]

"""Words of cards: which are found, and which cards come first."""

from __future__ import annotations

import pytest

from assetcards import MemoryTree, open_catalog
from assetcards.model.search import SearchIndex, parse_question

CARDS: list[dict[str, object]] = [
    {"name": "llama3_1_8b", "description": "Pretrained.", "checkpoint": "hg://meta/Llama-3.1-8B"},
    {"name": "llama3_1_8b_instruct", "description": "Tuned for dialogue.", "owners": ["ada"]},
    {"name": "other", "description": "Not like llama3, but dialogue, too.", "model_config": {"max_seq_len": 1}},
    {"name": "heir", "base": "llama3_1_8b", "license": "Apache-2.0"},
]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("llama 3.1 8b", ["llama3_1_8b", "llama3_1_8b_instruct", "heir"]),
        ("Llama3", ["llama3_1_8b", "llama3_1_8b_instruct", "other", "heir"]),
        ("dialog", ["other", "llama3_1_8b_instruct"]),
        ("dialoge", ["other", "llama3_1_8b_instruct"]),
        ("meta/llama-3.1-8b", ["llama3_1_8b", "heir"]),
        ("seq", ["other"]),
        ("ada", ["llama3_1_8b_instruct"]),
        ("apache", ["heir"]),
        ("pretrained", ["llama3_1_8b"]),
        ("nowhere", []),
        ("8", ["llama3_1_8b", "llama3_1_8b_instruct", "heir"]),
        ("", ["heir", "llama3_1_8b", "llama3_1_8b_instruct", "other"]),
    ],
)
def test_words_are_found_where_they_are(words: str, names: list[str]) -> None:
    index = SearchIndex(open_catalog(MemoryTree(cards=CARDS), stores=[]))
    assert [card.name for card in index.search(parse_question(words).words)] == names


def found(cards: list[dict[str, object]], words: str) -> list[str]:
    index = SearchIndex(open_catalog(MemoryTree(cards=cards), stores=[]))
    return [card.name for card in index.search(parse_question(words).words)]


def test_a_word_that_few_cards_have_counts_for_more() -> None:
    common: list[dict[str, object]] = [{"name": name, "description": "speech"} for name in ("aa", "bb", "cc")]
    assert found([*common, {"name": "zz", "description": "Assamese"}], "speech assamese") == ["zz", "aa", "bb", "cc"]


def test_a_typo_is_looked_for_only_where_no_card_has_the_word_as_it_is() -> None:
    cards: list[dict[str, object]] = [{"name": "modal"}, {"name": "model"}, {"name": "models"}]
    assert found(cards, "model") == ["model", "models"]
    assert found(cards, "modil") == ["modal", "model"]


def test_cards_with_some_of_the_words_are_found_only_where_none_has_all() -> None:
    cards: list[dict[str, object]] = [
        {"name": "a", "description": "speech encoder"},
        {"name": "b", "description": "speech encoder assamese"},
        {"name": "c", "description": "speech"},
    ]
    assert found(cards, "speech encoder assamese") == ["b"]
    assert found(cards, "speech encoder zulu") == ["a", "b"]


def test_emoji_and_full_width_letters_are_found() -> None:
    cards: list[dict[str, object]] = [
        {"name": "tiny", "description": "A \N{LLAMA} of few layers."},
        {"name": "wide", "description": "\uff2d\uff2f\uff25 2"},
    ]
    assert found(cards, "\N{LLAMA}") == found(cards, "\uff54\uff49\uff4e\uff59") == ["tiny"]
    assert found(cards, "moe") == ["wide"]


def test_a_field_is_asked_for_with_its_name_and_an_address_is_no_field() -> None:
    question = parse_question("license:apache s3://bucket/x - owners:a:b")
    assert question.words == ("s3://bucket/x",)
    assert question.fields == (("license", "apache"), ("owners", "a:b"))

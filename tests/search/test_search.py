"""Questions that people ask, judged: the card that is meant is the first of the answer, or close to it."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from assetcards import MemoryTree, open_catalog
from assetcards.commands.listing import search_cards
from assetcards.model.catalog import Catalog
from assetcards.model.search import SearchIndex, parse_question
from tests.sampling import sample
from tests.search import synthetic

PARTS = ("first", "second", "third")
"""The first questions were written before there was a ranking, the others by writers who had not seen what it gives."""

CARDS = sample(300, 5000)


def judged(part: str) -> list[tuple[str, list[str]]]:
    lines = Path(__file__).with_name(f"{part}.tsv").read_text("utf-8").splitlines()
    return [(question, meant.split()) for question, _, meant in (line.partition("\t") for line in lines)]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """Our catalog, and made-up cards beside it."""
    return open_catalog(Path(__file__).parents[2], env="", stores=[MemoryTree("made-up", cards=synthetic.cards(CARDS))])


@pytest.fixture(scope="module")
def index(catalog: Catalog) -> SearchIndex:
    """What the verb makes for each question, made once."""
    return SearchIndex(catalog)


def reciprocal_rank(catalog: Catalog, index: SearchIndex, question: str, meant: list[str]) -> float:
    if parse_question(question).fields:
        names = [listed.card.name for listed in search_cards(catalog, question).cards]
    else:
        names = [card.name for card in index.search(parse_question(question).words)]
    return next((1 / rank for rank, name in enumerate(names, start=1) if name in meant), 0.0)


@pytest.mark.parametrize("part", PARTS)
def test_the_card_that_is_meant_is_close_to_the_top(catalog: Catalog, index: SearchIndex, part: str) -> None:
    questions = judged(part)
    assert len(questions) == 30
    asked = Random(14).sample(questions, sample(8, 30))
    ranks = {question: reciprocal_rank(catalog, index, question, meant) for question, meant in asked}
    assert sum(ranks.values()) / len(ranks) >= 0.9, ranks


def test_one_card_of_thousands_that_are_alike_is_found(catalog: Catalog, index: SearchIndex) -> None:
    asked = list(synthetic.questions(CARDS))[: sample(4, 10)]
    ranks = {question: reciprocal_rank(catalog, index, question, [name]) for question, name in asked}
    assert sum(ranks.values()) / len(ranks) >= 0.9, ranks


def test_whatever_has_all_words_is_found() -> None:
    """A second implementation: a card has a word if its text, between signs, has it."""
    rng = Random(15)
    made = synthetic.cards(sample(100, 1000))
    with open_catalog(MemoryTree(cards=made), stores=[]) as found_in:
        index = SearchIndex(found_in)
    texts = {str(card["name"]): " ".join(map(str, card.values())).lower().replace("_", " ") for card in made}
    for _ in range(sample(20, 200)):
        words = rng.sample(rng.choice(list(texts.values())).replace(",", " ").replace(".", " ").split(), 2)
        words = [word for word in words if word.isalnum()]
        naive = {name for name, text in texts.items() if all(f" {word} " in f" {text} " for word in words)}
        assert naive <= {card.name for card in index.search(words)}, words

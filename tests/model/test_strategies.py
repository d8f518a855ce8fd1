"""Proves that made-up catalogs are what they promise, and that their YAML says the same to every reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import pytest
import yaml
from hypothesis import Phase, given, seed, settings
from hypothesis import strategies as st

from tests.model.naive import BAD_URI, ERRORS, MAX_LAYERS, Answer, Resolved, Source, ask, read_name
from tests.model.reading import parse_sources
from tests.model.rendering import render
from tests.model.strategies import catalogs, questions
from tests.sampling import sample

STARTS = sample(10, of_all=200)
"""Many starts, because from one start hypothesis stays near what it has tried."""


class MadeUp(NamedTuple):
    """A made-up catalog, a question, and the answer of the second model."""

    sources: list[Source]
    query: str
    env: str | None
    answer: Answer


def draw_from(start: int) -> list[MadeUp]:
    """What hypothesis makes up from this start, the same every time."""
    drawn: list[MadeUp] = []

    @seed(start)
    @settings(max_examples=40, derandomize=False, database=None, phases=[Phase.generate])
    @given(st.data())
    def draw(data: st.DataObject) -> None:
        sources = data.draw(catalogs())
        query, env = data.draw(questions(sources))
        drawn.append(MadeUp(sources, query, env, ask(sources, query, env)))

    draw()
    return drawn


@pytest.fixture(scope="module")
def made_up() -> list[MadeUp]:
    """Drawn once for all tests: that takes longer than to look at it."""
    return [each for start in range(STARTS) for each in draw_from(start)]


@pytest.fixture
def made_up_answers(made_up: list[MadeUp]) -> list[Answer]:
    return [each.answer for each in made_up]


def by_file(sources: Sequence[Source]) -> list[Source]:
    return sorted(sources, key=lambda source: source.path)


def test_rendered_cards_are_read_back_by_ruamel(made_up: list[MadeUp]) -> None:
    for sources, *_ in made_up[::4]:
        read = [source for path, text in render(sources).items() for source in parse_sources(path, text)]
        assert read == by_file(sources)
        assert repr(read) == repr(by_file(sources))  # True is no 1, and 1 no 1.0


def test_rendered_cards_are_read_back_by_a_reader_of_yaml_1_1(made_up: list[MadeUp]) -> None:
    for sources, *_ in made_up[::4]:
        files = render(sources).items()
        read = [Source(path=path, card=card) for path, text in files for card in yaml.safe_load_all(text)]
        assert repr(read) == repr(by_file(sources))


@settings(max_examples=sample(50, of_all=2000))
@given(st.data())
def test_a_compatible_catalog_has_nothing_that_fairseq2_answers_otherwise(data: st.DataObject) -> None:
    sources = data.draw(catalogs(compatible=True))
    names = [read_name(source.card["name"]) for source in sources]
    assert None not in names
    assert len(set(names)) == len(names)
    query, env = data.draw(questions(sources, compatible=True))
    answer = ask(sources, query, env)
    if isinstance(answer, str):
        assert answer in ("unknown-name", "unknown-base", "orphan-override")
    else:
        assert len(set(answer.chain)) == len(answer.chain)


def test_every_question_has_an_answer(made_up_answers: list[Answer]) -> None:
    assert [answer for answer in made_up_answers if not isinstance(answer, Resolved) and answer not in ERRORS] == []


def test_the_order_of_cards_says_nothing(made_up: list[MadeUp]) -> None:
    for sources, query, env, answer in made_up:
        assert ask(sources[::-1], query, env) == answer


def test_every_kind_of_error_comes_up(made_up_answers: list[Answer]) -> None:
    assert {answer for answer in made_up_answers if isinstance(answer, str)} == set(ERRORS)


def test_half_the_questions_are_answered(made_up_answers: list[Answer]) -> None:
    answered = [answer for answer in made_up_answers if isinstance(answer, Resolved)]
    assert 2 * len(answered) > len(made_up_answers)


@pytest.mark.parametrize(
    "trait",
    [
        pytest.param(lambda answer: len(answer.chain) >= MAX_LAYERS - 1, id="long chain"),
        pytest.param(lambda answer: len(answer.chain) > 2 and answer.configs, id="configs of several layers"),
        pytest.param(lambda answer: len(set(answer.chain)) < len(answer.chain), id="self-base override"),
        pytest.param(lambda answer: len(set(answer.uris.values())) > 2, id="several URIs"),
        pytest.param(lambda answer: BAD_URI in answer.uris.values(), id="URI that is no string"),
        pytest.param(lambda answer: answer.fields.get("base", "") is None, id="base taken away"),
        pytest.param(lambda answer: len(answer.kinds) > 1, id="two kinds"),
    ],
)
def test_a_trait_comes_up(made_up_answers: list[Answer], trait: Callable[[Resolved], object]) -> None:
    assert any(trait(answer) for answer in made_up_answers if isinstance(answer, Resolved))

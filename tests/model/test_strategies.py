"""Proves that made-up catalogs are what they promise, and that their YAML says the same to every reader."""

from collections.abc import Callable, Sequence

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from .naive import BAD_URI, ERRORS, MAX_LAYERS, Answer, Resolved, Source, ask, read_name
from .reading import parse_sources
from .rendering import render
from .strategies import catalogs, questions

unhurried = settings(
    deadline=None,  # ruamel's pure reader is slow
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def by_file(sources: Sequence[Source]) -> list[Source]:
    return sorted(sources, key=lambda source: source.path)


@unhurried
@given(catalogs())
def test_rendered_cards_are_read_back_by_ruamel(sources: list[Source]) -> None:
    read = [source for path, text in render(sources).items() for source in parse_sources(path, text)]
    assert read == by_file(sources)
    assert repr(read) == repr(by_file(sources))  # True is no 1, and 1 no 1.0


@unhurried
@given(catalogs())
def test_rendered_cards_are_read_back_by_a_reader_of_yaml_1_1(sources: list[Source]) -> None:
    files = render(sources).items()
    read = [Source(path=path, card=card) for path, text in files for card in yaml.safe_load_all(text)]
    assert repr(read) == repr(by_file(sources))


@unhurried
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


@unhurried
@given(st.data())
def test_every_question_has_an_answer(data: st.DataObject) -> None:
    sources = data.draw(catalogs())
    answer = ask(sources, *data.draw(questions(sources)))
    assert isinstance(answer, Resolved) or answer in ERRORS


@unhurried
@given(st.data())
def test_the_order_of_cards_says_nothing(data: st.DataObject) -> None:
    sources = data.draw(catalogs())
    query, env = data.draw(questions(sources))
    assert ask(sources, query, env) == ask(sources[::-1], query, env)


def collect_answers(start: int) -> list[Answer]:
    """Collect the answers to questions that hypothesis makes up from this start, the same every time."""
    answers: list[Answer] = []

    @seed(start)
    @settings(unhurried, max_examples=40, derandomize=False, database=None, phases=[Phase.generate])
    @given(st.data())
    def collect(data: st.DataObject) -> None:
        sources = data.draw(catalogs())
        answers.append(ask(sources, *data.draw(questions(sources))))

    collect()
    return answers


@pytest.fixture(scope="module")
def made_up_answers() -> list[Answer]:
    # Many starts, because from one start hypothesis stays near what it has tried.
    return [answer for start in range(20) for answer in collect_answers(start)]


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

"""Proves the naive model against fairseq2's own answers, and against what fairseq2 cannot answer."""

from pathlib import Path

import pytest

from .naive import ERRORS, Source, ask, read_name, to_line
from .reading import CORPUS, EXPECTATIONS, load_folders, load_lines, load_sources

# fairseq2 was asked for these fields alone; the listing of CARD_SPEC 4 has others too, such as `url`.
ASKED = ("checkpoint", "tokenizer", "data", "char_tokenizer")
# fairseq2 says errors in sentences: the ones in the corpora, and what they are called here.
KINDS_OF_ERROR = {
    "wav2vec2_asr base asset of the librispeech_asr_100h asset card does not exist.": "unknown-base",
}


def as_fairseq2_says(answer: dict[str, object]) -> dict[str, object]:
    """Keep of an answer what was asked of fairseq2."""
    uris = answer.get("uris")
    if not isinstance(uris, dict):
        return answer
    return answer | {"uris": {name: uri for name, uri in uris.items() if name in ASKED}}


def folder_id(folder: Path) -> str:
    return folder.name


@pytest.mark.parametrize("folder", load_folders(CORPUS), ids=folder_id)
def test_naive_model_answers_as_fairseq2_does(folder: Path) -> None:
    sources = load_sources(folder)
    for line in load_lines(folder):
        said = dict(line.answer)
        if "error" in said:
            said["error"] = KINDS_OF_ERROR[str(said["error"])]
        answer = as_fairseq2_says(to_line(ask(sources, line.query, line.env)))
        # Whole: no card of the corpora inherits a relative path from another folder (CARD_SPEC 7).
        assert answer == said, (line.query, line.env)


@pytest.mark.parametrize("folder", load_folders(EXPECTATIONS), ids=folder_id)
def test_naive_model_answers_as_expected_where_fairseq2_cannot(folder: Path) -> None:
    sources = load_sources(folder)
    for line in load_lines(folder):
        answer = to_line(ask(sources, line.query, line.env, line.known))
        assert answer == line.answer, (line.query, line.env)


def test_every_corpus_is_there_whole() -> None:
    assert {folder.name: len(load_lines(folder)) for folder in load_folders(CORPUS)} == {
        "conformance": 94,
        "fairseq2-0.8.1": 88,
        "sonar": 65,
    }


def test_every_kind_of_error_is_expected_somewhere() -> None:
    lines = [line for folder in load_folders(EXPECTATIONS) for line in load_lines(folder)]
    assert {line.answer["error"] for line in lines if "error" in line.answer} == set(ERRORS)


def test_every_expectation_asks_something_once() -> None:
    for folder in load_folders(EXPECTATIONS):
        asked = [(line.query, line.env, line.known) for line in load_lines(folder)]
        assert len(set(asked)) == len(asked), folder.name


def test_every_expected_card_is_asked_for() -> None:
    for folder in load_folders(EXPECTATIONS):
        if folder.name == "bounds":  # 260 cards; the ones at the bound count
            continue
        written = {read_name(source.card.get("name")) for source in load_sources(folder)} - {None}
        asked = {name[0] for line in load_lines(folder) if (name := read_name(line.query))}
        assert {name[0] for name in written if name} <= asked, folder.name


def test_an_answer_shares_nothing_with_the_cards() -> None:
    card: dict[str, object] = {"name": "a", "model_config": {"_set_": {"x": [1]}, "y": [2]}}
    first = ask([Source(path="a.yaml", card=card)], "a")
    assert not isinstance(first, str)
    first.fields.clear()
    first.configs["model"]["x"].append(3)  # type: ignore[index]  # (a mapping, as written above)
    assert to_line(ask([Source(path="a.yaml", card=card)], "a"))["configs"] == {"model": {"x": [1], "y": [2]}}


def test_a_root_is_the_callers() -> None:
    source = Source(path="m/a.yaml", card={"name": "a", "checkpoint": "./x y.pt"}, root="file:///srv/cards")
    answer = ask([source], "a")
    assert not isinstance(answer, str)
    assert answer.uris == {"checkpoint": "file:///srv/cards/m/x%20y.pt"}

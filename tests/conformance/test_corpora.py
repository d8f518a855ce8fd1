"""Every recorded answer of fairseq2 0.8.1, and every expectation of ours, through the library and the command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assetcards import Catalog, FolderTree, open_catalog
from assetcards.model.settings import Settings
from assetcards.model.store import Store
from tests.conformance.answers import (
    CORPORA,
    KINDS_OF_ERROR,
    PARTS,
    TESTS,
    answer_of_command,
    answer_of_library,
    recorded,
)

EXPECTATIONS = sorted(path.name for path in (TESTS / "expectations").iterdir() if path.is_dir())


@pytest.fixture(autouse=True)
def no_other_stores(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FAIRSEQ2_ASSET_DIR", str(tmp_path))
    monkeypatch.setenv("FAIRSEQ2_USER_ASSET_DIR", str(tmp_path))
    monkeypatch.delenv("CATALOG_ENV", raising=False)


def agrees_with_fairseq2(answer: dict[str, Any], line: dict[str, Any]) -> bool:
    """fairseq2's lines have four of the URIs alone; all else is equal."""
    if "error" in line or "error" in answer:
        return "error" in line and "error" in answer
    equal = all(answer[part] == line[part] for part in PARTS if part != "uris")
    return equal and line["uris"].items() <= answer["uris"].items()


@pytest.mark.parametrize("corpus", CORPORA)
def test_the_library_answers_every_question_as_fairseq2_does(corpus: str) -> None:
    folder = TESTS / "corpus" / corpus
    lines = list(recorded(folder))
    wrong = []
    for env in sorted({line["default_env"] for line in lines}, key=str):
        with open_catalog(folder / "cards", env=env or "", stores=[]) as catalog:
            for line in (line for line in lines if line["default_env"] == env):
                answer = answer_of_library(catalog, line["query"], folder / "cards")
                if not agrees_with_fairseq2(answer, line):
                    wrong.append((line, answer))
    assert wrong == []


@pytest.mark.parametrize("corpus", CORPORA)
def test_the_command_answers_every_question_as_fairseq2_does(corpus: str) -> None:
    folder = TESTS / "corpus" / corpus
    answers = [
        (line, answer_of_command(line["query"], line["default_env"], folder / "cards")) for line in recorded(folder)
    ]
    assert [pair for pair in answers if not agrees_with_fairseq2(pair[1], pair[0])] == []


def test_there_are_247_recorded_answers() -> None:
    assert sum(1 for corpus in CORPORA for _ in recorded(TESTS / "corpus" / corpus)) == 247


def expected_answer(line: dict[str, Any]) -> dict[str, Any]:
    if "error" in line:
        return {"error": KINDS_OF_ERROR[line["error"]]}
    return {part: line[part] for part in PARTS}


@pytest.mark.parametrize("folder", EXPECTATIONS)
def test_the_library_answers_as_the_specification_says_where_fairseq2_cannot(folder: str) -> None:
    cards = TESTS / "expectations" / folder / "cards"
    wrong = []
    for line in recorded(cards.parent):
        settings = Settings(environments=tuple(line.get("known_envs", ())))
        catalog = Catalog([Store(FolderTree(cards))], settings=settings, env=line["default_env"])
        answer = answer_of_library(catalog, line["query"], cards)
        if answer != expected_answer(line):
            wrong.append((line, answer))
    assert wrong == []

"""The questions of docs/looking-up.md, asked of our own catalog: each command answers its question."""

from __future__ import annotations

import re
import shlex

import pytest

from assetcards import open_catalog
from assetcards.names import FullName
from tests.cli.conftest import Ask, ask
from tests.house.sources import ROOT

__all__ = ["ask"]  # the fixture

PAGE = (ROOT / "docs" / "looking-up.md").read_text("utf-8")
QUESTIONS = {
    question: shlex.split(command.replace(r"\|", "|"))
    for question, command in re.findall(r"^\| (.*?) \| `catalog (.*)` \|$", PAGE, re.MULTILINE)
}


@pytest.fixture(autouse=True)
def in_our_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for variable in ("FAIRSEQ2_ASSET_DIR", "FAIRSEQ2_USER_ASSET_DIR"):
        monkeypatch.setenv(variable, "/nowhere")


def answer(ask: Ask, beginning: str) -> str:
    """What is printed for the one question that begins so."""
    (command,) = (command for question, command in QUESTIONS.items() if question.startswith(beginning))
    code, out, _ = ask(*command)
    assert code == 0
    return out


def names_in(table: str) -> list[str]:
    return [line.split()[0] for line in table.splitlines()[1:]]


def test_there_are_twelve_questions_and_one_more() -> None:
    assert len(QUESTIONS) == 13


def test_models_are_listed_with_what_was_asked_about_them(ask: Ask) -> None:
    table = answer(ask, "Which Llama models follow instructions")
    assert "llama3_1_8b_instruct" in names_in(table) and "LicenseRef-Llama-3.1-Community" in table
    assert [name for name in names_in(table) if "instruct" not in name] == []
    by_size = answer(ask, "Which of them may I use").splitlines()[1:]
    assert {"mistral_7b_instruct", "qwen25_14b_instruct"} <= {line.split()[0] for line in by_size}
    sizes = [int(re.findall(r"([0-9]+)b$", line)[0]) for line in by_size]
    assert sizes == sorted(sizes) and len(set(sizes)) > 2
    longest = answer(ask, "Which models take the longest").splitlines()[1:]
    lengths = [int(line.split()[1]) for line in longest]
    assert lengths == sorted(lengths, reverse=True) and lengths[0] == 65536


def test_of_sizes_and_contexts_cards_say_what_the_page_says_they_do(ask: Ask) -> None:
    """Whoever fills them in has to say so there, and to look at the answers again."""
    with open_catalog(ROOT, env="") as catalog:
        assert {card.name.partition("-")[0] for card in catalog if card.maybe_field("context_length")} == {"olmo"}
        assert [card.name for card in catalog if card.maybe_field("parameters")] == []
    assert "context of OLMo models alone, so that the column is empty for Llama, and of no model the number" in PAGE
    rows = answer(ask, "Which Llama models follow instructions").splitlines()
    assert rows[0].split()[-1] == "context" and [row for row in rows[1:] if row.split()[-1].isdigit()] == []


def test_what_a_change_touches_is_what_the_graph_says(ask: Ask) -> None:
    with open_catalog(ROOT) as catalog:
        touched = catalog.graph.with_dependents([FullName("llama")]) - {FullName("llama")}
    assert answer(ask, "What would a change").split() == sorted(map(str, touched))


def test_what_is_on_the_cluster_is_found(ask: Ask) -> None:
    assert "gsm8k_sft" in names_in(answer(ask, "Which datasets have an address"))
    changed = answer(ask, "Which cards does the cluster change").split()
    assert changed and all(name.endswith("@awscluster") for name in changed)
    assert answer(ask, "Where are the weights").startswith("/")


def _is_not_commercial(license_name: str) -> bool:
    return "-nc-" in license_name.lower() or "noncommercial" in license_name.lower()


def test_what_is_not_free_to_use_and_not_described_is_found(ask: Ask) -> None:
    lines = answer(ask, "What may I not").splitlines()[1:]
    assert lines and all("gated" in line or "-NC-" in line or "Noncommercial" in line for line in lines)
    with open_catalog(ROOT, env="") as catalog:
        bound = {card.name for card in catalog if card.gated_at is not None or _is_not_commercial(str(card.license))}
        assert {line.split()[0] for line in lines} == bound
        silent = {card.name for card in catalog if card.description is None}
    found = answer(ask, "Which cards have no description").split()
    assert {name for name in found if "@" not in name} == silent


def test_one_card_is_found_by_its_repository_and_by_words(ask: Ask) -> None:
    assert names_in(answer(ask, "Which card is this repository")) == ["qwen3_8b"]
    assert names_in(answer(ask, "Is there a speech encoder")) == ["sonar_speech_encoder_asm"]
    assert "hg://qwen/qwen2.5-7b-instruct" in answer(ask, "What differs")
    assert answer(ask, "Which tokenizer").splitlines()[1] == "└── librispeech_asr tokenizer_ref"

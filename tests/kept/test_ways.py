"""Every verb, asked with the cache in every state: always the same bytes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

import click
import pytest

from assetcards.cli.main import VERBS
from tests.gitfixture import GitFixture
from tests.kept.questions import QUESTIONS, WITHOUT_CARDS, Answer, ask, ask_without_cache
from tests.kept.ways import CANNOT, WAYS, kept_files, kept_folders
from tests.sampling import sample

STEP = sample(12, of_all=1)
"""In `make test`, every so-manieth question is asked, and each time others."""


def questions_for(way: str) -> list[str]:
    asked = [each for each in QUESTIONS if not any(part in each for part in CANNOT.get(way.partition(",")[0], ()))]
    return asked[list(WAYS).index(way) % STEP :: STEP]


@pytest.mark.parametrize("way", WAYS)
def test_every_answer_is_the_same_bytes_with_the_cache(
    cache: Path, expected: Callable[[str], Answer], way: str, tmp_path: Path
) -> None:
    warm = shutil.copytree(cache, tmp_path / "warm")
    wrong: dict[str, Mapping[str, Answer]] = {}
    for question in questions_for(way):
        _replace(cache, warm)
        right = expected(question)
        with WAYS[way](cache):
            found, left = ask(question), [*cache.rglob(".unfinished-*")]
        if found != right:
            wrong[question] = {"is": found, "should be": right}
        assert left == []
    assert wrong == {}


def _replace(cache: Path, warm: Path) -> None:
    shutil.rmtree(cache) if cache.is_dir() else cache.unlink()
    shutil.rmtree(cache.with_name("aside"), ignore_errors=True)
    shutil.copytree(warm, cache)


@pytest.mark.parametrize(
    "question", ["list --format names", "validate", "diff v1 HEAD", "validate --root sound --staged"]
)
def test_what_is_damaged_is_found_out_and_kept_again(cache: Path, question: str) -> None:
    shutil.rmtree(cache)
    right = ask(question)
    whole = {file: file.read_bytes() for file in kept_files(cache)}
    assert whole
    for file, content in whole.items():
        file.write_bytes(content[: len(content) // 2])
    assert ask(question) == right
    assert {file: file.read_bytes() for file in kept_files(cache)} == whole


@pytest.mark.parametrize("question", ["validate --staged", "validate --rev HEAD", "list --format names --rev HEAD"])
def test_what_is_kept_of_one_thing_is_not_taken_for_another(cache: Path, question: str) -> None:
    right = ask(question)
    for folder in kept_folders(cache):
        for file in sorted(folder.iterdir()):
            others = {other: other.read_bytes() for other in folder.iterdir()}
            for other in others:
                other.write_bytes(others[file])
            assert ask(question) == right
            for other, content in others.items():
                other.write_bytes(content)


def test_a_warm_cache_has_something_of_every_kind(cache: Path) -> None:
    kinds = [folder.name.partition("-")[0] for folder in kept_folders(cache)]
    assert kinds == ["changes", "findings", "judged", "names", "words"]
    prefixes = {file.name.partition("-")[0] for file in kept_files(cache) if "names" in file.parent.name}
    assert prefixes == {"folder", "listed", "tree"}


def test_without_the_cache_nothing_is_kept_or_touched(cache: Path) -> None:
    before = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in kept_files(cache)}
    for question in QUESTIONS[::STEP]:
        if not question.startswith("TAB"):
            ask_without_cache(question)
    assert {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in kept_files(cache)} == before


def test_every_verb_is_asked(ground: GitFixture) -> None:
    verbs = {" ".join(words) for verb in VERBS for words in _commands(verb)}
    unasked = {verb for verb in verbs if not any(f"{each} ".startswith(f"{verb} ") for each in QUESTIONS)}
    assert unasked == {"upstream vendor"}, "it copies cards, and answers nothing but that"


def test_every_verb_that_may_read_what_is_kept_can_leave_it_alone() -> None:
    without = [words for verb in VERBS for words, command in _commands(verb).items() if not _has_no_cache(command)]
    assert all(" ".join(words).startswith(WITHOUT_CARDS) for words in without)


def _commands(verb: str) -> dict[tuple[str, ...], click.Command]:
    command = import_module(f"assetcards.cli.{verb}_command").command
    if isinstance(command, click.Group):
        return {(verb, name): inner for name, inner in command.commands.items()}
    return {(verb,): command}


def _has_no_cache(command: click.Command) -> bool:
    return any("--no-cache" in parameter.opts for parameter in command.params)

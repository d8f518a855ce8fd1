"""Programs that the configuration of a repository names are not run, and change no answer; reading changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.cli.conftest import Ask, ask
from tests.gitfixture import GitFixture
from tests.integrity.traps import READS, TRAPS, contents, make_repository, run_careless, trapped

__all__ = ["ask"]  # a fixture is found by its name here

Answer: TypeAlias = tuple[int, str, str]
Answers: TypeAlias = dict[str, Answer]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> GitFixture:
    return make_repository(tmp_path_factory.mktemp("traps") / "cards")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is fetched is of the test alone."""
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))


def answers(repo: GitFixture, inside: str, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Answer]]:
    """What every command answers for one who stands in a folder of the repository, or beside it to lock it."""
    here = repo.folder / inside
    lock = repo.folder.parent / "catalog.lock"
    lock.unlink(missing_ok=True)
    for command in READS:
        monkeypatch.chdir(lock.parent if command.startswith("lock") else here)
        yield command, ask(*command.format(here=here, lock=lock, address=here.as_uri()).split())


@pytest.fixture(scope="module")
def plain_answers() -> dict[str, Answers]:
    """What was answered without a trap, by the folder where one stood; asked once."""
    return {}


def test_reading_changes_nothing_in_the_checkout_or_in_the_repository(
    made: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(made.folder)
    codes: dict[str, int] = {}
    changed = []
    for command, answer in answers(made, "", ask, monkeypatch):
        codes[command] = answer[0]
        if contents(made.folder) != before:
            changed.append(command)
    assert changed == []
    assert [command for command, code in codes.items() if code > command.startswith("validate")] == []


@pytest.mark.parametrize("kind", TRAPS)
def test_no_program_of_a_repository_is_run_and_every_command_answers_as_without(
    kind: str,
    made: GitFixture,
    tmp_path: Path,
    ask: Ask,
    monkeypatch: pytest.MonkeyPatch,
    plain_answers: dict[str, Answers],
) -> None:
    trap = TRAPS[kind]
    if trap.inside not in plain_answers:
        plain_answers[trap.inside] = dict(answers(made, trap.inside, ask, monkeypatch))
    with trapped(made, trap, tmp_path) as mark:
        before = contents(made.folder)
        given = dict(answers(made, trap.inside, ask, monkeypatch))
        assert not mark.exists()
        assert given == plain_answers[trap.inside]
        assert contents(made.folder) == before


@pytest.mark.parametrize("kind", [kind for kind, trap in TRAPS.items() if trap.careless])
def test_the_same_program_is_run_by_a_careless_git(kind: str, made: GitFixture, tmp_path: Path) -> None:
    repo = made.copy(tmp_path / "copy")
    with trapped(repo, TRAPS[kind], tmp_path) as mark:
        run_careless(repo, TRAPS[kind])
        assert mark.exists()

"""Programs that the configuration of a repository names are not run, and change no answer; reading changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

import pytest

from assetcards.cli.main import VERBS
from tests.cli.conftest import Ask, ask
from tests.gitfixture import GitFixture
from tests.integrity.traps import READS, TRAPS, contents, make_repository, run_careless, trapped

__all__ = ["ask"]  # a fixture is found by its name here

Answers: TypeAlias = dict[str, tuple[int, str, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> GitFixture:
    return make_repository(tmp_path_factory.mktemp("traps") / "cards")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is fetched is of the test alone."""
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))


def filled_in(command: str, repo: GitFixture, inside: str = "") -> list[str]:
    """A command with the lock file beside the repository, and the address of the one in a folder of it."""
    address = (repo.folder / inside).as_uri()
    return command.format(lock=repo.folder.parent / "catalog.lock", address=address).split()


def answers(repo: GitFixture, inside: str, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> Answers:
    """What every command answers for one who stands in a folder of the repository."""
    monkeypatch.chdir(repo.folder / inside)
    (repo.folder.parent / "catalog.lock").unlink(missing_ok=True)
    return {command: ask(*filled_in(command, repo, inside)) for command in READS}


@pytest.fixture(scope="module")
def plain_answers() -> dict[str, Answers]:
    """What was answered without a trap, by the folder where one stood; asked once."""
    return {}


def test_every_verb_is_among_the_commands() -> None:
    assert {command.split()[0] for command in READS} == set(VERBS)


def test_reading_changes_nothing_in_the_checkout_or_in_the_repository(
    made: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(made.folder)
    monkeypatch.chdir(made.folder)
    codes: dict[str, int] = {}
    changed = []
    for command in READS:
        codes[command] = ask(*filled_in(command, made))[0]
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
        plain_answers[trap.inside] = answers(made, trap.inside, ask, monkeypatch)
    with trapped(made, trap, tmp_path) as mark:
        before = contents(made.folder)
        given = answers(made, trap.inside, ask, monkeypatch)
        assert not mark.exists()
        assert given == plain_answers[trap.inside]
        assert contents(made.folder) == before


@pytest.mark.parametrize("kind", [kind for kind, trap in TRAPS.items() if trap.careless])
def test_the_same_program_is_run_by_a_careless_git(kind: str, made: GitFixture, tmp_path: Path) -> None:
    repo = made.copy(tmp_path / "copy")
    with trapped(repo, TRAPS[kind], tmp_path) as mark:
        run_careless(repo, TRAPS[kind])
        assert mark.exists()

"""One bit turned around under the commands that read history: the right answer or an error, never a wrong history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest

from tests.cli.conftest import Ask, ask
from tests.gitfixture import GitFixture
from tests.integrity.damage import flipped, no_hang
from tests.integrity.test_bit_flips import SEED, make_history, spread
from tests.sampling import sample

__all__ = ["ask"]  # a fixture is found by its name here

COMMITS = 20
FLIPS = sample(30, of_all=700)
COMMANDS = (
    "blame card1",
    "log card2",
    "diff HEAD~9...HEAD",
    "policy HEAD~2 HEAD",
    "lock --check",
    "list --changed",
    "blame card3 --moves",
)
"""They take turns over the offsets."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> GitFixture:
    return make_history(tmp_path_factory.mktemp("flips") / "repo", COMMITS)


def count_codes(places: Iterable[tuple[Path, int]], ask: Ask) -> Counter[int]:
    """How often the commands end in which way; anything but an error of its own, or the right answer, fails."""
    assert ask("lock", "card0", "--rev", "HEAD~1")[0] == 0
    right = {command: ask(*command.split()) for command in COMMANDS}
    assert {code for code, _, _ in right.values()} == {0}
    rng, codes = Random(SEED), Counter[int]()
    for number, (path, place) in enumerate(places):
        command = COMMANDS[number % len(COMMANDS)]
        with flipped(path, place, rng), no_hang():
            code, out, err = ask(*command.split())
        assert (code, out) == (3, "") or (code, out, err) == right[command], (command, path, place, err)
        codes[code] += 1
    assert {command: ask(*command.split()) for command in COMMANDS} == right
    return codes


def test_a_flipped_bit_in_loose_objects_gives_no_wrong_history(
    made: GitFixture, tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = made.copy(tmp_path / "repo")
    monkeypatch.chdir(repo.folder)
    codes = count_codes(spread(sorted(repo.folder.glob(".git/objects/??/*")), FLIPS), ask)
    assert codes[3] > FLIPS // 2


def test_a_flipped_bit_in_a_pack_gives_no_wrong_history(
    made: GitFixture, tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = made.clone(tmp_path / "clone")
    monkeypatch.chdir(repo.folder)
    packs = [path for kind in ("pack", "idx") for path in repo.folder.glob(f".git/objects/pack/*.{kind}")]
    assert len(packs) == 2
    codes = count_codes(spread(packs, FLIPS), ask)
    assert codes[3] > FLIPS // 4

"""A few of the kills of `python -m tests.remote.kills`."""

from __future__ import annotations

from pathlib import Path

from tests.remote.conftest import Served
from tests.remote.kills import READS, kill_inside_fetches, kill_inside_notes


def test_a_process_killed_inside_a_fetch_leaves_nothing_that_looks_whole(
    served: Served, over_git: str, tmp_path: Path
) -> None:
    outcome = kill_inside_fetches(over_git, served.commit, tmp_path / "killed", 2 * len(READS))
    assert (dict(outcome.kills), outcome.faults) == (dict.fromkeys(READS, 2), [])


def test_a_process_killed_while_it_notes_leaves_the_old_note_or_the_new_one(tmp_path: Path) -> None:
    assert kill_inside_notes(tmp_path, 8) == []

"""A sample of the campaign against `catalog fetch`; `python -m tests.assets.command_faults` has the whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.assets.command_faults import inject, kill, race
from tests.assets.http.servers import FileServer, file_server
from tests.sampling import sample


@pytest.fixture
def server() -> Iterator[FileServer]:
    with file_server() as server:
        yield server


def test_whatever_a_host_does_the_command_gives_the_right_file_or_a_sentence(
    server: FileServer, tmp_path: Path
) -> None:
    assert inject(server, tmp_path, sample(10, of_all=300)).faults == []


def test_after_a_command_that_is_killed_the_next_one_goes_on(server: FileServer, tmp_path: Path) -> None:
    assert kill(server, tmp_path, sample(1, of_all=100)).faults == []


@pytest.mark.parametrize("has_locks", [True, False])
def test_of_many_commands_each_gets_the_right_file(server: FileServer, tmp_path: Path, has_locks: bool) -> None:
    outcome = race(server, tmp_path, sample(1, of_all=20), sample(4, of_all=16), has_locks=has_locks)
    assert outcome.faults == []

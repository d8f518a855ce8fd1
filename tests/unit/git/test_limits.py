"""What a git command may take, and what is said of one that takes more."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from assetcards.cpu import CPU_SECONDS
from assetcards.git.limits import (
    BLOCK,
    LOCAL_MEMORY,
    Ended,
    Exceeded,
    Limits,
    folder_size,
    local_limits,
)

LIMITS = Limits(seconds=1.5, cpu=55, silence=20, output=5000, said=300, memory=128_000_000, size=10_000)


@pytest.mark.parametrize(
    ("exceeded", "told"),
    [
        ("seconds", "it takes more than 1.5 seconds"),
        ("cpu", "it takes more than 55 seconds of processor time"),
        ("silence", "it has sent nothing for 20 seconds"),
        ("memory", "git needs more than 128.0 MB of memory for it"),
        ("size", "it has more than 10.0 kB"),
        ("output", "it prints more than 5.0 kB"),
        ("said", "it prints more than 300 B"),
    ],
)
def test_every_limit_is_reported_with_its_number(exceeded: Exceeded, told: str) -> None:
    assert LIMITS.explain(exceeded) == told


def test_the_size_of_a_folder_is_that_of_all_files_below_it_links_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x").write_bytes(b"x" * 1000)
    (tmp_path / "y").write_bytes(b"x" * 10)
    (tmp_path / "link").symlink_to("a/x")
    assert folder_size(str(tmp_path)) == 1010 + len("a/x")
    assert folder_size(str(tmp_path / "none")) == 0


@pytest.mark.parametrize(("bytes_there", "left", "full"), [(0, 10_000, False), (9_488, 512, False), (9_489, 511, True)])
def test_a_folder_is_full_when_no_block_fits_into_it(tmp_path: Path, bytes_there: int, left: int, full: bool) -> None:
    (tmp_path / "x").write_bytes(b"x" * bytes_there)
    limits = Limits(size=10_000, folder=str(tmp_path))
    assert (limits.left, limits.is_full, BLOCK) == (left, full, 512)


def test_a_folder_with_more_than_it_may_have_has_nothing_left(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x" * 100)
    assert Limits(size=10, folder=str(tmp_path)).left == 0


def test_without_a_limit_nothing_is_full() -> None:
    assert (Limits().left, Limits().is_full) == (None, False)


@pytest.mark.parametrize(
    ("said", "code", "stopped"),
    [
        ("fatal: Out of memory, malloc failed\n", 128, "memory"),
        ("fatal: out of memory\n", 0, None),
        ("remote: fatal: out of memory\n", 128, None),
        ("error: remote error: out of memory\n", 128, None),
        ("fatal: something else\n", 128, None),
    ],
)
def test_a_command_that_failed_for_want_of_memory_of_its_own_was_stopped(
    said: str, code: int, stopped: Exceeded | None, tmp_path: Path
) -> None:
    assert Limits(memory=1, size=10_000, folder=str(tmp_path)).maybe_stopped(Ended(b"", said, code)) == stopped


@pytest.mark.parametrize(("cpu", "stopped"), [(1, "cpu"), (None, None)])
def test_a_command_that_the_system_ended_after_its_processor_time_was_stopped(
    cpu: int | None, stopped: Exceeded | None
) -> None:
    assert Limits(cpu=cpu).maybe_stopped(Ended(b"", "", 128 + signal.SIGXCPU)) == stopped


def test_a_git_that_talks_to_nobody_has_the_processor_time_of_a_command() -> None:
    assert local_limits({"CATALOG_CPU_SECONDS": "600"}, 30) == Limits(seconds=30, cpu=600, memory=LOCAL_MEMORY)
    assert local_limits({}).cpu == CPU_SECONDS


def test_a_command_that_failed_when_its_folder_was_full_was_stopped(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x" * 100)
    limits = Limits(size=100, folder=str(tmp_path))
    assert limits.maybe_stopped(Ended(b"", "fatal: write error", 128)) == "size"
    assert limits.maybe_stopped(Ended(b"", "", 0)) is None

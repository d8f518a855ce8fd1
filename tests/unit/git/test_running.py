"""Running one git command: its limits, and how it ends."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from assetcards.errors import GitError
from assetcards.git.limits import Limits
from assetcards.git.running import run_limited, start_limited
from tests.remote.watching import descendants, kill_all, needs_proc, still_running


@pytest.fixture
def git(tmp_path: Path) -> Path:
    """A program that stands for git; a test writes it."""
    path = tmp_path / "bin" / "git"
    path.parent.mkdir()
    path.touch(0o755)
    return path


def environment(git: Path) -> dict[str, str]:
    return {"PATH": f"{git.parent}{os.pathsep}{os.environ['PATH']}"}


def write(git: Path, text: str) -> dict[str, str]:
    git.write_text(f"#!/bin/sh\n{text}")
    return environment(git)


def test_a_command_is_given_its_arguments_and_its_input(git: Path) -> None:
    variables = write(git, 'printf "%s|" "$@"; cat; echo warned >&2; exit 3\n')
    arguments = ["", "a b", "$(x)", "-e", "*", "'\n"]
    ended = run_limited(arguments, variables, b"\0given", limits=Limits())
    assert ended == (b"".join(f"{each}|".encode() for each in arguments) + b"\0given", "warned\n", 3, None)


@pytest.mark.parametrize(
    ("text", "limits", "exceeded"),
    [
        ("exec sleep 60\n", Limits(seconds=0.3), "seconds"),
        ("exec >&- 2>&-; exec sleep 60\n", Limits(seconds=0.3), "seconds"),
        ("while :; do :; done\n", Limits(cpu=1), "cpu"),
        ("exec sleep 60\n", Limits(silence=0.3), "silence"),
        ("exec yes\n", Limits(output=1000), "output"),
        ("exec yes >&2\n", Limits(said=1000), "said"),
        ("echo 'fatal: Out of memory, malloc failed' >&2; exit 128\n", Limits(memory=1 << 27), "memory"),
        ("echo 'remote: fatal: Out of memory' >&2; exit 128\n", Limits(memory=1 << 27), None),
        ("echo 'fatal: remote error: out of memory' >&2; exit 128\n", Limits(memory=1 << 27), None),
        ("echo 'Out of memory, says a server'\n", Limits(memory=1 << 27), None),
    ],
)
def test_a_command_that_goes_beyond_a_limit_is_ended(
    text: str, limits: Limits, exceeded: str | None, git: Path
) -> None:
    assert run_limited([], write(git, text), limits=limits).exceeded == exceeded


@pytest.mark.parametrize("command", ["exec yes", "while :; do n=$((n+1)); cp /bin/sh file$n; done"])
def test_a_folder_is_not_filled_beyond_its_limit(command: str, git: Path, tmp_path: Path) -> None:
    """By one file, at which the system stops it, and by many."""
    folder = tmp_path / "folder"
    folder.mkdir()
    variables = write(git, f"cd {folder}; {command} >file\n")
    ended = run_limited([], variables, limits=Limits(folder=str(folder), size=10_000_000))
    assert ended.exceeded == "size"
    assert (folder / "file").stat().st_size <= 10_000_000


def test_the_system_gets_the_limits_of_each_process_and_keeps_no_core_file(git: Path) -> None:
    variables = write(git, "ulimit -S -t; ulimit -S -d; ulimit -S -f; ulimit -S -c\n")
    limits = Limits(cpu=7, memory=1 << 27)
    assert run_limited([], variables, limits=limits).output == b"7\n131072\nunlimited\n0\n"
    with start_limited([], variables, limits=limits) as process:
        assert process.communicate()[0] == b"7\n131072\nunlimited\n0\n"


@needs_proc
def test_a_stopped_command_and_its_children_are_ended(git: Path, tmp_path: Path) -> None:
    variables = write(git, f"sleep 60 & echo $$ $! >{tmp_path}/pids; kill -STOP $!; kill -STOP $$\n")
    assert run_limited([], variables, limits=Limits(silence=0.5)).exceeded == "silence"
    assert still_running([int(pid) for pid in (tmp_path / "pids").read_text().split()]) == []


@needs_proc
def test_a_child_that_holds_the_pipes_does_not_outlive_its_git(git: Path, tmp_path: Path) -> None:
    variables = write(git, f"sleep 60 & echo $! >{tmp_path}/pid; echo done\n")
    assert run_limited([], variables, limits=Limits()) == (b"done\n", "", 0, None)
    assert still_running([int((tmp_path / "pid").read_text())]) == []


@needs_proc
def test_nobody_waits_for_a_child_that_has_left_for_a_session_of_its_own(git: Path, tmp_path: Path) -> None:
    variables = write(git, f"setsid sh -c 'echo $$ >{tmp_path}/pid; exec sleep 60' & sleep 0.5; echo done\n")
    begun = time.monotonic()
    assert run_limited([], variables, limits=Limits()).output == b"done\n"
    assert time.monotonic() - begun < 30
    kill_all([int((tmp_path / "pid").read_text())])


@needs_proc
def test_a_command_is_ended_by_an_exception_in_the_thread_that_waits_for_it(git: Path) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    others = descendants(os.getpid())
    before = signal.signal(signal.SIGUSR1, interrupt)
    try:
        threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGUSR1)).start()
        with pytest.raises(KeyboardInterrupt):
            run_limited([], write(git, "exec sleep 60\n"), limits=Limits())
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert still_running([pid for pid in descendants(os.getpid()) if pid not in others]) == []


def test_no_descriptor_is_left_open(git: Path) -> None:
    variables = write(git, "exit 0\n")
    run_limited([], variables, limits=Limits())
    before = os.listdir("/dev/fd")
    for content in (b"", b"given"):
        run_limited([], variables, content, limits=Limits())
    assert len(os.listdir("/dev/fd")) == len(before)


def test_a_temporary_folder_that_cannot_be_written_is_said(git: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    with pytest.raises(GitError, match=r"no temporary file can be written: No such file or directory \(set TMPDIR\)"):
        run_limited([], write(git, "exit 0\n"), b"given", limits=Limits())

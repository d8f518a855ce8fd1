"""How a run ends, as a process: outputs that are closed or full, interrupts, bugs, odd terminals and locales."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

import pytest

from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

COMMAND = [sys.executable, "-m", "assetcards"]
ARGUMENTS = {
    "--help": ["--help"],
    "list": ["list"],
    "show": ["show", "tiny", "--format", "json"],
    "revision": ["show", "tiny", "--rev", "v1"],
    "stores": ["stores"],
    "validate": ["validate"],
}


def surroundings(variables: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables of a process. Outputs are buffered, as users have them: an unbuffered one forgets what failed."""
    return {**{name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}, **(variables or {})}


def run(
    arguments: Sequence[str],
    *,
    variables: Mapping[str, str] | None = None,
    options: Sequence[str] = (),
    stdout: IO[bytes] | int = subprocess.PIPE,
) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a process of its own, with options for Python."""
    return subprocess.run(
        [sys.executable, *options, "-m", "assetcards", *arguments],
        env=surroundings(variables),
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
    )


def run_in_shell(redirection: str, arguments: Sequence[str]) -> tuple[int, str]:
    """Run the command with a shell's redirection; its exit code, and what it wrote where it could."""
    script = f'"$@" {redirection}'
    command = ["bash", "-c", script, "bash", *COMMAND, *arguments]
    done = subprocess.run(command, env=surroundings(), capture_output=True, check=False)
    return done.returncode, (done.stdout + done.stderr).decode()


@pytest.mark.parametrize("arguments", ARGUMENTS.values(), ids=ARGUMENTS)
def test_a_reader_that_goes_away_is_no_matter_for_words(cards: GitFixture, arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "wb") as pipe:
        done = run(arguments, stdout=pipe)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
@pytest.mark.parametrize("arguments", ARGUMENTS.values(), ids=ARGUMENTS)
def test_a_full_disk_is_reported_in_one_line(cards: GitFixture, arguments: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        done = run(arguments, stdout=full)
    message = b"catalog: the output could not be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (74, message)


@pytest.mark.parametrize(
    ("redirection", "arguments", "code"),
    [
        (">&-", ["list"], 74),
        (">&-", ["validate", "--quiet", "--new-only", "HEAD"], 0),
        ("<&- >&-", ["list"], 74),
        ("<&-", ["show", "tiny", "--rev", "v1"], 0),
        ("<&- >&- 2>&-", ["show", "tiny", "--rev", "v1"], 74),
        ("2>&-", ["show", "tny"], 1),
        ("2>/dev/full", ["show", "tny"], 1),
        ("2>/dev/full", ["shwo"], 2),
        (">&- 2>&-", ["list", "--rev", "v9"], 3),
    ],
)
def test_outputs_and_inputs_that_are_closed_change_nothing_else(
    cards: GitFixture, redirection: str, arguments: list[str], code: int
) -> None:
    found, said = run_in_shell(redirection, arguments)
    assert found == code
    assert "Traceback" not in said
    assert ("tiny" in said) == (redirection == "<&-")


ANSWERS = {
    "--help": ["--help"],
    "help of a verb": ["list", "--help"],
    "--version": ["--version"],
    "list": ["list", "--format", "names"],
    "show": ["show", "tiny", "--format", "yaml"],
    "blame": ["blame", "tiny"],
    "log": ["log", "tiny"],
    "diff": ["diff", "--format", "markdown"],
    "compare": ["compare", "tiny", "tiny_chat"],
    "validate": ["validate", "--format", "sarif"],
    "policy": ["policy", "v1", "HEAD", "--format", "github"],
    "rules": ["rules"],
    "explain": ["explain", "C401"],
    "stores": ["stores"],
    "envs": ["envs"],
    "lock": ["lock", "tiny"],
    "cache ls": ["cache", "ls"],
    "cache prune": ["cache", "prune"],
    "cache verify": ["cache", "verify"],
    "completion": ["completion", "bash"],
}


@pytest.mark.parametrize("arguments", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_that_nobody_gets_is_no_success(cards: GitFixture, arguments: list[str]) -> None:
    assert run_in_shell(">&-", arguments) == (74, "catalog: the output could not be written: Bad file descriptor\n")


@pytest.mark.parametrize("hook", ["validate", "policy", "listing"])
def test_a_hook_whose_words_nobody_gets_is_no_success(cards: GitFixture, hook: str) -> None:
    module = f"import sys; from assetcards_hooks.catalog_{hook} import main; sys.exit(main())"
    arguments = ["cards.md"] if hook == "listing" else []
    command = ["bash", "-c", '"$@" >&-', "bash", sys.executable, "-c", module, *arguments]
    done = subprocess.run(command, env=surroundings(), capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr) == (74, "catalog: the output could not be written: Bad file descriptor\n")


def test_no_file_replaces_a_closed_output(cards: GitFixture) -> None:
    assert run_in_shell(">&-", ["lock", "tiny"])[0] == 74
    assert "tiny" in (cards.folder / "catalog.lock").read_text("utf-8")
    assert run_in_shell(">&-", ["list", "--repo", f"file://{cards.folder}", "--rev", "v1"])[0] == 74


def test_an_interrupt_ends_the_run_without_words(cards: GitFixture, tmp_path: Path) -> None:
    git = tmp_path / "bin" / "git"
    git.parent.mkdir()
    git.write_text("#!/bin/sh\nkill -INT $(ps -o ppid= -p $PPID)\nexec cat\n")
    git.chmod(0o755)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background is born ignoring it
    try:
        done = run(["show", "tiny", "--rev", "v1"], variables={"PATH": f"{git.parent}:{os.environ['PATH']}"})
    finally:
        signal.signal(signal.SIGINT, before)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_a_bug_shows_its_traceback_and_asks_for_a_report(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by \x1b[2J")

    monkeypatch.setattr("assetcards.cli.source.open_catalog", fail)
    code, out, err = ask("list")
    lines = err.splitlines()
    assert (code, out) == (70, "")
    assert lines[0].startswith("catalog: this is a bug in catalog 0.")
    assert lines[1] == "Traceback (most recent call last):"
    assert lines[-1] == r"ZeroDivisionError: by \x1b[2J"


def test_what_the_system_refuses_is_reported_with_the_file(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "/some/file")

    monkeypatch.setattr("assetcards.cli.source.open_catalog", fail)
    assert ask("list") == (3, "", "catalog: /some/file: Permission denied\n")


@pytest.mark.parametrize("arguments", [["list"], ["list", "--store", "x"], ["list", "--repo", "x"]])
def test_a_working_directory_that_is_gone_is_reported(
    cards: GitFixture, tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    code, out, err = ask(*arguments)
    assert (code, out, err.count("\n")) == (3, "", 1)
    assert err.endswith("(change to another)\n")


@pytest.mark.parametrize(
    ("variables", "encoding"),
    [
        ({"LC_ALL": "C"}, "utf-8"),
        ({"LC_ALL": "C", "PYTHONUTF8": "0"}, "utf-8"),
        ({"PYTHONIOENCODING": "ascii"}, "utf-8"),
        ({"PYTHONIOENCODING": "latin-1"}, "latin-1"),
    ],
)
def test_no_locale_makes_a_card_unprintable(cards: GitFixture, variables: dict[str, str], encoding: str) -> None:
    cards.write({"catalog/a.yaml": "name: caf\nnote: café\n---\nname: hiragana\nnote: かな\n"})
    done = run(["show", "caf"], variables=variables)
    assert (done.returncode, done.stdout.decode(encoding).splitlines()[-1]) == (0, "  note  café")
    done = run(["show", "hiragana"], variables=variables)
    expected = r"  note  \u304b\u306a" if encoding == "latin-1" else "  note  かな"
    assert (done.returncode, done.stdout.decode(encoding).splitlines()[-1]) == (0, expected)
    assert run(["show", "caf", "--format", "json"], variables=variables).stdout.isascii()


def test_names_of_files_that_are_no_text_are_escaped(cards: GitFixture) -> None:
    where = os.path.join(os.fsencode(cards.folder), b"catalog", b"\xff\x1b.yaml")
    with open(where, "wb") as file:
        file.write(b"name: odd\n")
    done = run(["show", "odd"])
    assert done.returncode == 0
    assert b"  file    catalog/\\udcff\\x1b.yaml:1\n" in done.stdout


RED = "\x1b["


@pytest.mark.parametrize(
    ("variables", "colored"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "", "NO_COLOR": ""}, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True),
    ],
)
def test_colour_off_a_terminal_depends_on_the_variables(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], colored: bool
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert (RED in ask("show", "tiny_chat")[1]) == colored


@pytest.mark.parametrize(
    ("variables", "colored"),
    [({"TERM": "xterm"}, True), ({"TERM": "dumb"}, False), ({"TERM": "xterm", "NO_COLOR": "1"}, False)],
)
def test_colour_on_a_terminal(cards: GitFixture, variables: dict[str, str], colored: bool) -> None:
    terminal, inside = os.openpty()
    with open(terminal, "rb", buffering=0) as screen, open(inside, "wb", buffering=0) as output:
        done = run(["show", "tiny_chat"], variables=variables, stdout=output)
        output.close()
        seen = screen.read(65536)
    assert done.returncode == 0
    assert (RED.encode() in seen) == colored


def test_a_narrow_terminal_changes_no_answer(cards: GitFixture) -> None:
    narrow = run(["show", "tiny_chat"], variables={"COLUMNS": "20"})
    assert narrow.stdout == run(["show", "tiny_chat"]).stdout
    assert run(["show", "--help"], variables={"COLUMNS": "20"}).returncode == 0


@pytest.mark.parametrize("options", [["-O"], ["-W", "error"], ["-X", "dev", "-W", "error"], ["-I"]])
def test_python_s_own_options_change_nothing(cards: GitFixture, options: list[str]) -> None:
    plain = run(["show", "tiny", "--rev", "v1"])
    done = run(["show", "tiny", "--rev", "v1"], options=options)
    assert (done.returncode, done.stdout, done.stderr) == (0, plain.stdout, b"")

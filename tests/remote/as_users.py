"""Runs the command as users of the machine, one after the other: `python -m tests.remote.as_users` as root.

Standard input has the steps as JSON, each with a user, and standard output what came of them. The modules of the
command may be in folders that only root reads, so all that the commands load is loaded before a user is taken on.
"""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import TypedDict

from assetcards.cli.main import main


class Step(TypedDict):
    """Commands of a user, in groups, with a umask and a cache."""

    uid: int
    groups: list[int]
    umask: int
    cache: str
    commands: list[list[str]]


def run(commands: list[list[str]]) -> list[tuple[int, str, str]]:
    """The exit code of each command, and what it wrote to both outputs."""
    answers = []
    for command in commands:
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = main(command)
        answers.append((code, out.getvalue(), err.getvalue()))
    return answers


def as_user(step: Step) -> list[tuple[int, str, str]]:
    """What comes of a step, in a process of its own that is that user from then on."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            os.setgroups(step["groups"])
            os.setgid(step["groups"][0])
            os.setuid(step["uid"])
            os.umask(step["umask"])
            os.environ["CATALOG_CACHE_DIR"] = os.environ["FAIRSEQ2_CACHE_DIR"] = step["cache"]
            with open(writing, "w", encoding="utf-8") as file:
                json.dump(run(step["commands"]), file)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    with open(reading, encoding="utf-8") as file:
        found = file.read()
    assert os.waitpid(child, 0)[1] == 0, found
    answers: list[tuple[int, str, str]] = json.loads(found)
    return answers


def main_program() -> None:
    """Load what the commands load, in a cache of its own, and run all steps."""
    steps: list[Step] = json.load(sys.stdin)
    warm = [command for step in steps for command in step["commands"]]
    os.environ["CATALOG_CACHE_DIR"] = os.environ["FAIRSEQ2_CACHE_DIR"] = sys.argv[1]
    run([list(command) for command in dict.fromkeys(map(tuple, warm))])
    json.dump([as_user(step) for step in steps], sys.stdout)


if __name__ == "__main__":
    main_program()

"""Answers command lines with whichever `assetcards` is on the path: questions as JSON come in, answers go out.

A module of its own, for it imports nothing of this project: each question runs in a copy of a process that has imported
the command once.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import sys
import tempfile
from typing import IO


def main() -> None:
    """Answer each question of standard input."""
    package = importlib.import_module("assetcards")
    for module in pkgutil.walk_packages(package.__path__, "assetcards."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    json.dump([_answer(folder, arguments) for folder, arguments in json.load(sys.stdin)], sys.stdout)


def _answer(folder: str, arguments: list[str]) -> list[str]:
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as complaints:
        child = os.fork()
        if child == 0:
            _run(folder, arguments, output.fileno(), complaints.fileno())
        _, status = os.waitpid(child, 0)
        return [str(os.waitstatus_to_exitcode(status)), _written(output), _written(complaints)]


def _run(folder: str, arguments: list[str], output: int, complaints: int) -> None:
    os.chdir(folder)
    os.dup2(output, 1)
    os.dup2(complaints, 2)
    sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8") for number in (1, 2))  # noqa: SIM115 (ends with us)
    sys.argv = ["catalog", *arguments]
    end = 70
    try:
        end = importlib.import_module("assetcards.cli.main").main()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(end)


def _written(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")


if __name__ == "__main__":
    main()

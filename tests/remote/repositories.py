"""Repositories to serve: a catalog among other files, with as much history as a test needs."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.gitfixture import FIRST_COMMIT_TIME, git_variables

CARDS = "name: base\nmodel_family: llama\nlicense: MIT\n---\nname: tiny\nbase: base\ncheckpoint: ./tiny.pt\n"


def long_history(folder: Path, commits: int) -> str:
    """A bare repository `folder` with a catalog that changes in every commit, beside larger files that do, too.

    Returns the id of the last commit; the tag `v1` is on it, and the branch is `main`.
    """
    folder.mkdir(parents=True)
    _git(folder, "init", "--quiet", "--bare", "--initial-branch=main")
    _git(folder, "fast-import", "--quiet", content=b"".join(_stream(commits)))
    return _git(folder, "rev-parse", "main").strip()


def _git(folder: Path, *arguments: str, content: bytes = b"") -> str:
    command = ["git", "-C", str(folder), *arguments]
    done = subprocess.run(command, env=git_variables(folder), input=content, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode()


def _stream(commits: int) -> Iterator[bytes]:
    for number in range(1, commits + 1):
        when = f"{FIRST_COMMIT_TIME + number * 60} +0000"
        yield f"commit refs/heads/main\ncommitter Ada <ada@example.org> {when}\n".encode() + _data(f"change {number}")
        if number == 1:
            yield b"M 100644 inline catalog/catalog.toml\n" + _data("# settings\n")
            yield b"M 100644 inline catalog/models/tiny.yaml\n" + _data(CARDS)
        yield b"M 100644 inline catalog/models/many.yaml\n" + _data(_many_cards(number))
        yield f"M 100644 inline src/file{number % 50}.txt\n".encode() + _data(
            f"{number * 7919} text of a program\n" * 40
        )
    yield b"reset refs/tags/v1\nfrom refs/heads/main\n\ndone\n"


def _many_cards(number: int) -> str:
    return "---\n".join(f"name: card{i}\nbase: base\ncheckpoint: hg://org/card{i}-{number}\n" for i in range(20))


def _data(text: str) -> bytes:
    content = text.encode()
    return f"data {len(content)}\n".encode() + content + b"\n"

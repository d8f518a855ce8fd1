"""Everything that the command prints goes through here.

A runner of CI reads what a step prints, and obeys some of it, whoever wrote it: a card, a file name, a commit. So under
one, what is no command of ours is escaped, except into a file, which no runner reads.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterable
from typing import TextIO

from assetcards.escaping import safe
from assetcards.redaction import redact

RUNNERS = ("GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION")
"""The variables by which runners that obey what is printed are known."""


_STYLE = re.compile(r"\033\[[0-?]*[ -/]*[@-~]")

LINES_AT_A_TIME = 100
"""How many lines of an answer are written together."""


def say(text: str, *, for_github: bool = False) -> None:
    """Write an answer on standard output, line endings included. One `for_github` has commands that it is to obey."""
    is_meant = for_github and bool(os.environ.get("GITHUB_ACTIONS"))
    _write(text if is_meant else _for_runner(text, sys.stdout), sys.stdout)


def say_all(chunks: Iterable[str]) -> None:
    """Write an answer that comes line by line: many lines at a time, for each time costs as much as a line."""
    held: list[str] = []
    try:
        for chunk in chunks:
            held.append(chunk)
            if len(held) == LINES_AT_A_TIME:
                say("".join(held))
                held.clear()
    finally:
        if held:
            say("".join(held))


def complain(line: str) -> None:
    """Write a line on standard error, if there is one; what looks like a secret is not shown."""
    _write(_for_runner(safe(redact(line)), sys.stderr) + "\n", sys.stderr)


def _write(text: str, stream: TextIO | None) -> None:
    """Write on a stream, if there is one, without styles unless they are wanted.

    click is left to find out how to write what an output of another encoding than UTF-8 has no characters for.
    """
    if stream is None:
        return
    if "\033" in text and not wants_color(sys.stdout):
        text = _STYLE.sub("", text)
    if text.isascii() or str(stream.encoding).lower() == "utf-8":
        stream.write(text)
        stream.flush()
    else:
        import click

        click.echo(text, nl=False, err=stream is sys.stderr, color=True)


def wants_color(stream: TextIO | None) -> bool:
    """Whether to color: NO_COLOR forbids it, FORCE_COLOR demands it, else a terminal that is not dumb gets it."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def terminal_width() -> int | None:
    """How wide the terminal is that shows the answer; None if it goes elsewhere."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns


def _for_runner(text: str, stream: TextIO | None) -> str:
    if not any(map(os.environ.get, RUNNERS)) or _is_file(stream):
        return text
    from assetcards.rendering.runners import without_commands

    return without_commands(text)


def _is_file(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):  # it is no stream of the system
        return False

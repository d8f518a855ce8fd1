"""Real shells at a terminal of their own, in which one types."""

from __future__ import annotations

import os
import pty
import select
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BEGIN = {
    "bash": (["bash", "--noprofile", "--norc", "-i"], "source <(catalog completion bash)"),
    "zsh": (["zsh", "-f", "-i"], "autoload -U compinit; compinit -u -D; source <(catalog completion zsh)"),
    "fish": (["fish", "--no-config", "--interactive"], "catalog completion fish | source"),
}
"""How each is started, and the line that makes it ready."""

PATIENCE = 30.0
"""Seconds after which a shell that says nothing is given up."""


class Shell:
    """A shell whose terminal is ours."""

    def __init__(self, terminal: int) -> None:
        self._terminal = terminal

    def enter(self, line: str) -> None:
        """Type a line, and wait until the shell has run it; what is typed next is echoed in another form."""
        os.write(self._terminal, f"{line}\necho do''ne\n".encode())
        said = ""
        while "done" not in said:
            ready, _, _ = select.select([self._terminal], [], [], PATIENCE)
            assert ready, f"the shell said only {said!r}"
            said += os.read(self._terminal, 65536).decode(errors="replace")


@contextmanager
def at_a_shell(name: str, folder: Path, programs: Path) -> Iterator[Shell]:
    """A shell in a folder, with `catalog`, which completes and otherwise notes its arguments in `programs/said`."""
    programs.mkdir()
    program = programs / "catalog"
    program.write_text(
        f'#!/bin/sh\nif [ "$_CATALOG_COMPLETE$1" = "${{1#completion}}" ]; then printf "%s\\n" "$@" >"{programs}/said"\n'
        f'else exec "{sys.executable}" -m assetcards "$@"; fi\n'
    )
    program.chmod(0o755)
    command, begin = BEGIN[name]
    environment = os.environ | {"PATH": f"{programs}:{os.environ['PATH']}", "TERM": "dumb", "HOME": str(programs)}
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execvpe(command[0], command, environment)
    try:
        shell = Shell(terminal)
        shell.enter(begin)
        yield shell
    finally:
        os.kill(child, signal.SIGKILL)
        os.close(terminal)
        os.waitpid(child, 0)


def installed(name: str) -> bool:
    """Whether there is such a shell here."""
    return shutil.which(name) is not None

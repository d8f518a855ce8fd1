"""Repositories whose commits go through a hook, and what comes of trying to commit."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.gitfixture import GitFixture, git_variables

RUN_LOCAL = Path(__file__).parents[2] / "hooks" / "run_local.py"

GOOD = "name: good\nnote: 1\n"
BAD = "name: bad\nbase: goood\n"
BAD_LINE = "catalog/models/bad.yaml:2:7: C401 error: base 'goood' does not exist (did you mean 'good'?)"


class Attempt(NamedTuple):
    """What git said and whether it did it."""

    done: bool
    output: str


class HookedRepository(GitFixture):
    """A repository with hooks, where git is tried rather than told; `environment` is what its programs run in."""

    def __init__(self, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        super().__init__(folder)
        cache = {"XDG_CACHE_HOME": f"{folder}-cache"}  # beside the repository, to which a user's cache does not belong
        self.environment = {**git_variables(folder), **cache, **(environment or {})}

    def attempt(self, *arguments: str | Path, folder: str = ".") -> Attempt:
        """Try a git command in a folder of the repository."""
        return self._try(["git", *map(str, arguments)], folder)

    def pre_commit(self, *arguments: str | Path) -> Attempt:
        """Try a command of pre-commit in the top folder."""
        return self._try([sys.executable, "-m", "pre_commit", *map(str, arguments)], ".")

    def _try(self, command: Sequence[str], folder: str) -> Attempt:
        done = subprocess.run(
            command,
            cwd=self.folder / folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        return Attempt(done.returncode == 0, done.stdout.decode(errors="surrogateescape"))

    def stage(self, files: Mapping[str, str | bytes]) -> None:
        """Write files and add them."""
        self.write(files)
        self.git("add", "--", *files)

    def state(self) -> tuple[str, str, dict[str, bytes]]:
        """The commit, the index, and the bytes of every file of the work tree."""
        files = [path for path in sorted(self.folder.rglob("*")) if path.is_file() and ".git" not in path.parts]
        contents = {str(path.relative_to(self.folder)): path.read_bytes() for path in files}
        return self.head(), self.git("ls-files", "--stage"), contents


def add_git_hook(repo: GitFixture, *names: str) -> None:
    """Let git itself run `catalog-validate` from this working tree."""
    for name in names:
        hook = Path(repo.git("rev-parse", "--path-format=absolute", "--git-path", "hooks")) / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\nexec '{sys.executable}' '{RUN_LOCAL}' catalog-validate --quiet\n")
        hook.chmod(0o755)

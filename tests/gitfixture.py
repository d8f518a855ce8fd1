"""Builds real git repositories for tests, with an author, a clock and a configuration of their own.

Nothing of the surroundings counts: no `GIT_*` variable of a hook that runs the tests, no configuration of the user or
the machine. The same steps give the same commit ids everywhere.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

FIRST_COMMIT_TIME = 1_700_000_000
SECONDS_BETWEEN_COMMITS = 3600


def git_variables(folder: Path) -> dict[str, str]:
    """The whole environment that git runs in here; its home is a folder that does not exist."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder / "no-home"),
        "LC_ALL": "C",
        "TZ": "UTC",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_AUTHOR_NAME": "Ada Author",
        "GIT_AUTHOR_EMAIL": "ada@example.org",
        "GIT_COMMITTER_NAME": "Cleo Committer",
        "GIT_COMMITTER_EMAIL": "cleo@example.org",
    }


class GitFixture:
    """A repository under construction; `folder` is its work tree, or the repository itself when it is bare."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._time = FIRST_COMMIT_TIME

    @classmethod
    def init(cls, folder: Path, *options: str) -> GitFixture:
        """Make an empty repository on the branch `main`; options are those of `git init`."""
        folder.mkdir(parents=True, exist_ok=True)
        repo = cls(folder)
        repo.git("init", "--quiet", "--initial-branch=main", *options)
        return repo

    def git(
        self, *arguments: str | Path, content: str | bytes | None = None, variables: Mapping[str, str] | None = None
    ) -> str:
        """What a git command prints, without the line end; fails when git fails.

        `content` is what it reads, `variables` are added to its environment.
        """
        moment = f"@{self._time} +0000"
        environment = git_variables(self.folder) | {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
        done = subprocess.run(
            ["git", "-C", self.folder, *arguments],
            env=environment | dict(variables or {}),
            input=content.encode() if isinstance(content, str) else content or b"",
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, f"git {arguments}: {done.stderr.decode(errors='replace')}"
        return done.stdout.decode(errors="surrogateescape").removesuffix("\n")

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Write files of the work tree, by path."""
        for path, content in files.items():
            where = self.folder / path
            where.parent.mkdir(parents=True, exist_ok=True)
            where.write_bytes(content.encode() if isinstance(content, str) else content)

    def commit(
        self,
        files: Mapping[str, str | bytes] | None = None,
        *,
        remove: Iterable[str] = (),
        message: str = "Change cards",
    ) -> str:
        """Write and remove files, commit everything in the work tree an hour later, and give the commit's id."""
        self.write(files or {})
        for path in remove:
            (self.folder / path).unlink()
        self._time += SECONDS_BETWEEN_COMMITS
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--no-verify", "--message", message)
        return self.head()

    def merge(self, *branches: str, message: str = "Merge cards") -> str:
        """Merge branches into the current one, always with a merge commit; gives its id."""
        self._time += SECONDS_BETWEEN_COMMITS
        self.git("merge", "--quiet", "--no-ff", "--message", message, *branches)
        return self.head()

    def switch(self, branch: str, *, new: bool = False) -> None:
        """Go to a branch, made here when it is new."""
        self.git("switch", "--quiet", *(["--create"] if new else []), branch)

    def head(self, revision: str = "HEAD") -> str:
        """The full id of a commit."""
        return self.git("rev-parse", "--verify", f"{revision}^{{commit}}")

    def clone(self, folder: Path, *options: str) -> GitFixture:
        """A clone of the repository; options are those of `git clone`."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        self.git("clone", "--quiet", *options, f"file://{self.folder}", folder)
        return GitFixture(folder)

    def copy(self, folder: Path) -> GitFixture:
        """The same repository elsewhere, quicker than making it again."""
        shutil.copytree(self.folder, folder, symlinks=True)
        copied = GitFixture(folder)
        copied._time = self._time
        return copied

    def worktree(self, folder: Path, revision: str = "HEAD") -> GitFixture:
        """A linked work tree of the repository, detached at a revision."""
        self.git("worktree", "add", "--quiet", "--detach", folder, revision)
        return GitFixture(folder)

    def store_object(self, kind: str, content: bytes) -> str:
        """Store an object as it is, also one that git would not make; gives its id."""
        return self.git("hash-object", "-w", "--literally", "--stdin", "-t", kind, content=content)

    def commit_tree(self, entries: Iterable[tuple[str, bytes, str]]) -> str:
        """Commit a tree of (mode, name, object id), also one that git would not make; gives the commit's id."""
        tree = b"".join(
            f"{mode} ".encode() + name + b"\0" + bytes.fromhex(object_id) for mode, name, object_id in entries
        )
        self._time += SECONDS_BETWEEN_COMMITS
        return self.git("commit-tree", "-m", "An odd tree", self.store_object("tree", tree))

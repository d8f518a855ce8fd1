"""Git repositories: finding one, naming its commits, and reading its objects by id; the one importer of GitPython.

Reads run git's plumbing with fixed argument lists in an environment of our own, because porcelain (and GitPython's
readers) obey what the repository's configuration says and may run its programs. Every object is hashed again when it
is read: git does not check it. GitPython serves the refs.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, NamedTuple

from assetcards.errors import CorruptObjectError, GitError, RepositoryNotFoundError, RevisionError
from assetcards.names import suggest_names

MAX_REVISION_LENGTH = 1000

_FULL_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_LIKE_AN_ID = re.compile(r"[0-9a-fA-F]{4,64}")
_KEPT_VARIABLES = ("GIT_EXEC_PATH", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM")

_CONFIGURATION = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.untrackedCache": "false",
    "diff.external": "",
    "gpg.program": "false",
    "log.showSignature": "false",
    "protocol.ext.allow": "never",
    "safe.bareRepository": "explicit",
}
"""What a repository's own configuration must not decide: each of these can make git run a program."""


def git_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment that every git of ours runs in.

    A surrounding hook's `GIT_*` variables are left out, which name its repository and index; replaced objects are
    not followed, nothing is asked on the terminal, and messages are in English, because some are read.
    """
    kept = {name: value for name, value in environ.items() if not name.startswith("GIT_") or name in _KEPT_VARIABLES}
    settings: dict[str, str] = {"GIT_CONFIG_COUNT": str(len(_CONFIGURATION))}
    for number, (key, value) in enumerate(_CONFIGURATION.items()):
        settings[f"GIT_CONFIG_KEY_{number}"] = key
        settings[f"GIT_CONFIG_VALUE_{number}"] = value
    return kept | settings | {
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_PAGER": "cat",
        "LC_ALL": "C",
        "LANGUAGE": "C",
    }  # fmt: skip


class GitObject(NamedTuple):
    """An object as git stores it: its kind (`commit`, `tree`, `blob`, `tag`) and its bytes."""

    kind: str
    content: bytes


class TreeEntry(NamedTuple):
    """One entry of a tree: `mode` in octal as git writes it, and the id of the object."""

    mode: str
    object_id: str


class Repository:
    """A git repository, found once; all reads go to its git directory.

    `top` is the folder of its work tree, or None for a bare one. `environ` is the environment of the process, from
    which git's own is made.
    """

    def __init__(self, git_dir: str, top: str | None, environ: Mapping[str, str]) -> None:
        self.git_dir = git_dir
        self.top = top
        self._environment = git_environment(environ)
        self._reader: _ObjectReader | None = None

    @classmethod
    def find(cls, folder: str, environ: Mapping[str, str]) -> Repository:
        """The repository that a folder is in, or that the folder itself is when it is a bare one.

        A folder that does not exist (any more) counts as its nearest parent that does. Raises RepositoryNotFoundError
        when there is none, and GitError when git refuses it.
        """
        while not os.path.isdir(folder) and os.path.dirname(folder) != folder:
            folder = os.path.dirname(folder)
        environment = git_environment(environ)
        if _looks_bare(folder):
            _run_git(["--git-dir", folder, "rev-parse", "--git-dir"], environment)
            return cls(folder, None, environ)
        try:
            output = _run_git(["-C", folder, "rev-parse", "--show-toplevel", "--absolute-git-dir"], environment)
        except GitError as error:
            raise _explain_not_found(folder, error) from None
        top, git_dir = os.fsdecode(output).splitlines()
        return cls(git_dir, top, environ)

    @property
    def place(self) -> str:
        """What to call the repository in messages: the work tree's folder, or the git directory."""
        return self.top or self.git_dir

    def run(self, arguments: Sequence[str], *, variables: Mapping[str, str] | None = None) -> bytes:
        """What a git command prints. Raises GitError with what it says when it fails."""
        return _run_git(["--git-dir", self.git_dir, *arguments], self._environment | dict(variables or {}))

    def resolve(self, revision: str) -> str:
        """The full id of the commit that a revision names now: a branch, a tag, an id, `HEAD~3`.

        Raises RevisionError when it names none, or more than one, or is not the text of a revision.
        """
        self._check_revision(revision)
        try:
            output = self.run(["rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}"])
        except GitError as error:
            raise self._explain_unknown(revision, error) from None
        return output.decode().strip()

    def _check_revision(self, revision: str) -> None:
        if not revision or revision.startswith(("-", "^", ":")) or ":" in revision or ".." in revision:
            raise RevisionError(
                revision, f"{revision[:80]!r} is not a revision", hint="name a branch, a tag or a commit"
            )
        if len(revision) > MAX_REVISION_LENGTH or any(ord(character) < 32 for character in revision):
            raise RevisionError(
                revision, f"{revision[:80]!r}... is not a revision", hint="name a branch, tag or commit"
            )
        if _LIKE_AN_ID.fullmatch(revision) and not _FULL_ID.fullmatch(revision):
            for folder in ("refs/heads", "refs/tags"):
                if self._has_ref(f"{folder}/{revision}"):
                    raise RevisionError(
                        revision,
                        f"{revision!r} is the name of a branch or tag, and looks like a commit id",
                        hint=f"write {folder}/{revision}, or the full id of a commit",
                    )

    def _has_ref(self, name: str) -> bool:
        try:
            self.run(["rev-parse", "--verify", "--quiet", "--end-of-options", name])
        except GitError:
            return False
        return True

    def _explain_unknown(self, revision: str, error: GitError) -> RevisionError:
        if "is ambiguous" in error.message:
            return RevisionError(
                revision,
                f"{revision!r} is short for more than one commit of {self.place}",
                hint="write more of the id",
            )
        close = suggest_names(revision, self.ref_names())
        hint = f"did you mean {' or '.join(map(repr, close))}?" if close else "fetch it first, or see `git log --all`"
        return RevisionError(revision, f"{revision!r} names no commit in {self.place}", hint=hint)

    def ref_names(self) -> list[str]:
        """The short names of all branches and tags."""
        import git

        with git.Repo(self.git_dir) as repo:
            return [ref.name for ref in repo.refs]

    def read_object(self, object_id: str) -> GitObject:
        """An object by its full id, hashed again.

        Raises CorruptObjectError when it is missing or is not what its id says.
        """
        if self._reader is None or self._reader.process_id != os.getpid():
            self._reader = _ObjectReader(self.git_dir, self._environment)
        return self._reader.read(object_id)

    def read_tree(self, tree_id: str) -> dict[str, TreeEntry]:
        """The entries of a tree object by name; names that are not UTF-8 have surrogate escapes."""
        found = self.read_object(tree_id)
        if found.kind != "tree":
            raise CorruptObjectError(tree_id, f"object {tree_id} is a {found.kind}, not a tree")
        return dict(_parse_tree(found.content, len(tree_id) // 2))

    def tree_of(self, commit: str) -> str:
        """The id of a commit's tree."""
        found = self.read_object(commit)
        if found.kind != "commit" or not found.content.startswith(b"tree "):
            raise CorruptObjectError(commit, f"object {commit} is not a commit")
        return found.content[5 : found.content.index(b"\n")].decode("ascii")

    def close(self) -> None:
        """End the process that reads objects, if there is one."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None


def _looks_bare(folder: str) -> bool:
    return all(os.path.exists(os.path.join(folder, name)) for name in ("HEAD", "objects", "refs"))


def _run_git(arguments: Sequence[str], environment: Mapping[str, str]) -> bytes:
    try:
        done = subprocess.run(
            ["git", *arguments], env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except FileNotFoundError:
        raise GitError("git is not installed", hint="install git, or read a folder without --rev") from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ").removeprefix("error: ")
        raise GitError(said.splitlines()[0] if said else f"git failed with code {done.returncode}")
    return done.stdout


def _explain_not_found(folder: str, error: GitError) -> GitError:
    if "not a git repository" in error.message:
        return RepositoryNotFoundError(
            f"{folder} is not in a git repository, so it has no revisions", hint="name one with --repo"
        )
    if "dubious ownership" in error.message:
        return GitError(
            f"the repository at {folder} belongs to another user, and git does not read it",
            hint=f"if you trust it: git config --global --add safe.directory {folder}",
        )
    if "must be run in a work tree" in error.message:
        return GitError(f"{folder} is inside a git directory", hint="name the repository's own folder")
    return GitError(f"git cannot read the repository at {folder}: {error.message}")


def _parse_tree(content: bytes, id_bytes: int) -> Iterator[tuple[str, TreeEntry]]:
    start = 0
    while start < len(content):
        space = content.index(b" ", start)
        end = content.index(b"\0", space)
        mode, name = content[start:space].decode("ascii"), os.fsdecode(content[space + 1 : end])
        start = end + 1 + id_bytes
        yield name, TreeEntry(mode, content[end + 1 : start].hex())


class _ObjectReader:
    """One `git cat-file --batch`, asked for one object after the other; one thread at a time, one process."""

    def __init__(self, git_dir: str, environment: Mapping[str, str]) -> None:
        self.process_id = os.getpid()
        self._lock = threading.Lock()
        command = ["git", "--git-dir", git_dir, "cat-file", "--batch"]
        self._process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._end = weakref.finalize(self, _end_process, self._process, self.process_id)

    def read(self, object_id: str) -> GitObject:
        with self._lock:
            assert self._process.stdin is not None and self._process.stdout is not None
            try:
                self._process.stdin.write(f"{object_id}\n".encode())
                self._process.stdin.flush()
                found = _read_answer(self._process.stdout, object_id)
            except OSError:
                raise CorruptObjectError(object_id, f"git stopped while it read object {object_id}") from None
        _check_hash(object_id, found)
        return found

    def close(self) -> None:
        self._end()


def _read_answer(stream: IO[bytes], object_id: str) -> GitObject:
    header = stream.readline().split()
    if len(header) != 3:
        missing = header[1:] == [b"missing"]
        problem = "is missing from the repository" if missing else "cannot be read: git says it is damaged"
        raise CorruptObjectError(object_id, f"object {object_id} {problem}")
    content = stream.read(int(header[2]))
    if len(content) != int(header[2]) or stream.read(1) != b"\n":
        raise CorruptObjectError(object_id, f"object {object_id} ends too early")
    return GitObject(header[1].decode("ascii"), content)


def _check_hash(object_id: str, found: GitObject) -> None:
    new = hashlib.sha1 if len(object_id) == 40 else hashlib.sha256
    digest = new(f"{found.kind} {len(found.content)}\0".encode() + found.content).hexdigest()
    if digest != object_id:
        raise CorruptObjectError(object_id, f"object {object_id} is damaged: its content has the id {digest}")


def _end_process(process: subprocess.Popen[bytes], process_id: int) -> None:
    if process_id != os.getpid():
        return
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
    process.kill()
    process.wait()

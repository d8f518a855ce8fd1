"""What `git blame` knows: which commit wrote each line of a file, as it stands in a commit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from assetcards.errors import GitError
from assetcards.git.log import Commit, parse_date
from assetcards.git.scratch import Scratch

IGNORED_COMMITS_FILE = ".git-blame-ignore-revs"
"""The file, at the top of a repository, that lists commits which changed the form of lines alone."""

_LINE = re.compile(rb"([0-9a-f]{40}|[0-9a-f]{64}) \d+ (\d+)(?: \d+)?")
_FULL_ID = re.compile(r"[0-9a-fA-F]{40}|[0-9a-fA-F]{64}")
_UNKNOWN = "(unknown)"


def blame_lines(
    scratch: Scratch,
    commit: str,
    path: str,
    names: Iterable[str],
    ignored: Iterable[str] = (),
    *,
    moves: bool = False,
) -> dict[int, Commit]:
    """The commit that wrote each line, from 1, of a file of a commit, by its path in the repository.

    `names` are what `mailmap_settings` gives. Renamed files are followed, with `moves` single lines, too; `ignored`
    commits are passed over. Raises GitError
    when git cannot look as far back as it must.
    """
    passed_over = scratch.write_file("ignored", "".join(f"{each}\n" for each in ignored).encode("ascii"))
    output = scratch.run(
        [
            *(*names, "blame", "--porcelain", "--root", "--no-textconv", "--encoding=UTF-8"),
            *("-M", "-C") * moves,
            *(f"--ignore-revs-file={passed_over}", commit, "--", path),
        ]
    )
    return _parse_porcelain(output)


def _parse_porcelain(output: bytes) -> dict[int, Commit]:
    """Read what git says of each line: whose it is, what it says of that commit at its first line, and the text."""
    ids: dict[int, str] = {}
    told: dict[str, dict[str, str]] = {}
    for line in output.split(b"\n"):
        match = _LINE.fullmatch(line)
        if match is not None:
            commit = ids[int(match[2])] = match[1].decode("ascii")
        elif not line.startswith(b"\t"):
            key, _, value = line.decode("utf-8", "backslashreplace").partition(" ")
            told.setdefault(commit, {}).setdefault(key, value)
    commits = {commit: _as_commit(commit, about) for commit, about in told.items()}
    return {line: commits[commit] for line, commit in ids.items()}


def _as_commit(commit: str, told: Mapping[str, str]) -> Commit:
    unknown = told["author"] == told["author-mail"] == _UNKNOWN
    return Commit(
        id=commit,
        author=None if unknown else told["author"] or None,
        date=parse_date(f"{told['author-time']} {told['author-tz']}"),
        committed=parse_date(f"{told['committer-time']} {told['committer-tz']}"),
        summary="" if told["summary"] == f"({commit})" else told["summary"],  # so git says that there is none
    )


def parse_ignored(content: bytes) -> list[str]:
    """The ids in a file of commits to pass over: one a line, `#` begins a comment.

    Raises GitError, as git does, for a line that is not the full id of a commit.

    >>> parse_ignored(b"# reformatted\\n" + b"a" * 40 + b" # with a tool\\n") == ["a" * 40]
    True
    """
    ids: list[str] = []
    for number, line in enumerate(content.decode("utf-8", "replace").split("\n"), start=1):
        text = line.partition("#")[0].strip(" \t\r")
        if text and not _FULL_ID.fullmatch(text):
            raise GitError(
                f"{IGNORED_COMMITS_FILE}:{number}: {text[:80]!r} is not the full id of a commit",
                hint="write all of it, as `git rev-parse` does",
            )
        ids += [text.lower()] if text else []
    return ids

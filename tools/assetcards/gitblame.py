"""What `git blame` knows: which commit wrote each line of a file, as it stands in a commit."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assetcards.errors import GitError
from assetcards.gitscratch import Scratch

IGNORED_COMMITS_FILE = ".git-blame-ignore-revs"
"""The file, at the top of a repository, that lists commits which changed the form of lines alone."""

_HEADER = re.compile(rb"^([0-9a-f]{40}|[0-9a-f]{64}) \d+ (\d+)(?: \d+)?$", re.MULTILINE)
_FULL_ID = re.compile(r"[0-9a-fA-F]{40}|[0-9a-fA-F]{64}")


def blame_lines(
    scratch: Scratch, commit: str, path: str, ignored: Iterable[str] = (), *, moves: bool = False
) -> dict[int, str]:
    """The id of the commit that wrote each line, from 1, of a file of a commit, by its path in the repository.

    Renamed files are followed, with `moves` single lines, too; `ignored` commits are passed over. Raises GitError
    when git cannot look as far back as it must.
    """
    passed_over = scratch.write_file("ignored", "".join(f"{each}\n" for each in ignored).encode("ascii"))
    output = scratch.run(
        [
            *("blame", "--porcelain", "--root", "--no-textconv"),
            *("-M", "-C") * moves,
            *(f"--ignore-revs-file={passed_over}", commit, "--", path),
        ]
    )
    return {int(match[2]): match[1].decode("ascii") for match in _HEADER.finditer(output)}


def parse_ignored(content: bytes) -> list[str]:
    """The ids in a file of commits to pass over: one a line, `#` begins a comment.

    Raises GitError, as git does, for a line that is not the full id of a commit.

    >>> parse_ignored(b"# reformatted\\n" + b"a" * 40 + b" # with a tool\\n") == ["a" * 40]
    True
    """
    ids: list[str] = []
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), start=1):
        text = line.partition("#")[0].strip()
        if text and not _FULL_ID.fullmatch(text):
            raise GitError(
                f"{IGNORED_COMMITS_FILE}:{number}: {text[:80]!r} is not the full id of a commit",
                hint="write all of it, as `git rev-parse` does",
            )
        ids += [text.lower()] if text else []
    return ids

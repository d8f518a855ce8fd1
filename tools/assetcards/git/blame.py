"""What `git blame` knows: which commit wrote each line of a file, as of a commit."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from assetcards.git.log import Commit, parse_date
from assetcards.git.scratch import Scratch

IGNORED_COMMITS_FILE = ".git-blame-ignore-revs"
"""The file, at the top of a repository, that lists commits that only reformatted lines."""

_LINE = re.compile(rb"([0-9a-f]{40}|[0-9a-f]{64}) \d+ (\d+)(?: \d+)?")
_NAME = re.compile(rb"^(?:filename|previous [0-9a-f]+) (.*)$", re.MULTILINE)
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)")
_ESCAPES = dict(zip(b'"\\abtnvfr', b'"\\\a\b\t\n\v\f\r', strict=True))
_QUOTED = 80
_UNKNOWN = "(unknown)"


class LineWriter(NamedTuple):
    """The commit that a line is put down to, and the one that wrote it if that was passed over."""

    commit: Commit
    passed_over: Commit | None = None


def blame_lines(
    scratch: Scratch,
    commit: str,
    path: str,
    names: Iterable[str],
    ignored: Collection[str] = (),
    *,
    moves: bool = False,
    renames: bool = True,
) -> dict[int, LineWriter]:
    """The commit that wrote each line, from 1, of a file of a commit, by its path in the repository.

    `names` are what `mailmap_settings` gives. Files are followed through `renames`, with `moves` single lines,
    too; `ignored` commits are passed over where git finds another one. Raises GitError when git cannot look as far back
    as it must.
    """
    options = [*names, "blame", "--porcelain", "--root", "--no-textconv", "--encoding=UTF-8"]
    options += [*["-M", "-C"] * moves, *["--no-follow"] * (not renames)]
    wrote = _parse_porcelain(scratch.run([*options, commit, "--", path]))
    if not any(each.id in ignored for each in wrote.values()):
        return {line: LineWriter(each) for line, each in wrote.items()}
    listed = scratch.write_file("ignored", "".join(f"{each}\n" for each in ignored).encode("ascii"))
    named = _parse_porcelain(scratch.run([*options, f"--ignore-revs-file={listed}", commit, "--", path]))
    return {line: LineWriter(named[line], None if named[line] == each else each) for line, each in wrote.items()}


def _parse_porcelain(output: bytes) -> dict[int, Commit]:
    """Read what git says of each line: whose it is, what it says of that commit at its first line, and the text."""
    ids: dict[int, str] = {}
    about: dict[str, dict[str, str]] = {}
    for line in output.split(b"\n"):
        match = _LINE.fullmatch(line)
        if match is not None:
            commit = ids[int(match[2])] = match[1].decode("ascii")
        elif not line.startswith(b"\t"):
            key, _, value = line.decode("utf-8", "backslashreplace").partition(" ")
            about.setdefault(commit, {}).setdefault(key, value)
    commits = {commit: _as_commit(commit, its) for commit, its in about.items()}
    return {line: commits[commit] for line, commit in ids.items()}


def _as_commit(commit: str, about: Mapping[str, str]) -> Commit:
    unknown = about["author"] == about["author-mail"] == _UNKNOWN
    return Commit(
        id=commit,
        author=None if unknown else about["author"] or None,
        date=parse_date(f"{about['author-time']} {about['author-tz']}"),
        committed=parse_date(f"{about['committer-time']} {about['committer-tz']}"),
        summary="" if about["summary"] == f"({commit})" else about["summary"],  # so git says that there is none
    )


def names_before(scratch: Scratch, commit: str, parents: Iterable[str], path: str) -> set[str]:
    """The names that git takes a file of a commit for in the parents of that, whose full ids are given.

    Blame itself is asked: whatever else looks for renames may take another file for the older one.
    """
    options = ["-c", "core.quotePath=false", "blame", "--porcelain", "--no-textconv"]
    said = scratch.run([*options, commit, *(f"^{parent}" for parent in parents), "--", path])
    return {os.fsdecode(_unquoted(match[1])) for match in _NAME.finditer(said)} - {path}


def _unquoted(name: bytes) -> bytes:
    r"""A name as git writes it: in quotes, with escapes as in C, where a character needs them.

    >>> _unquoted(b'"\\"b\\" \\303\\244.yaml"').decode()
    '"b" ä.yaml'
    """
    if not name.startswith(b'"'):
        return name
    return _ESCAPE.sub(lambda match: bytes([_ESCAPES.get(match[1][0]) or int(match[1], 8)]), name[1:-1])


class IgnoredCommits(NamedTuple):
    """The commits that a file lists to be passed over, and what is wrong with it in a sentence, if anything is."""

    ids: frozenset[str] = frozenset()
    fault: str = ""


def parse_ignored(content: bytes, id_length: int) -> IgnoredCommits:
    """The ids of that length in a file of commits to pass over: one a line, `#` begins a comment.

    >>> parse_ignored(b"# reformatted\\n" + b"a" * 40 + b" # with a tool\\n", 40).ids == {"a" * 40}
    True
    >>> parse_ignored(b"hello", 40).fault
    ".git-blame-ignore-revs:1: 'hello' is not the full id of a commit, and passes over nothing"
    """
    ids: set[str] = set()
    first, bad = "", 0
    full_id = re.compile(rb"[0-9a-fA-F]{%d}" % id_length)
    for number, line in enumerate(content.split(b"\n"), start=1):
        text = line.partition(b"#")[0].strip(b" \t\r")
        if full_id.fullmatch(text):
            ids.add(text.decode("ascii").lower())
        elif text:
            first = first or f"{IGNORED_COMMITS_FILE}:{number}: {text[:_QUOTED].decode('utf-8', 'replace')!r}"
            bad += 1
    others = f" ({bad - 1} more like it)" if bad > 1 else ""
    said = f"{first} is not the full id of a commit, and passes over nothing{others}"
    return IgnoredCommits(frozenset(ids), said if bad else "")

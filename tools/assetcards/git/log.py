"""What `git log` knows: the commits that lead to one, and who made each, when, and what for."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from itertools import islice

from assetcards.git.repo import Repository

_OPTIONS = ("-z", "--encoding=UTF-8", "--no-patch", "--no-ext-diff", "--no-textconv", "--no-show-signature")
_IDS_AT_ONCE = 1000
"""How many commits one command line names; a system may allow no more than 128 KiB of arguments."""

_RAW_DATE = re.compile(r"(-?\d+) ([-+])(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A commit on the way back: the id of its tree, its parents, and when it was committed, if that can be told."""

    commit: str
    tree: str
    parents: tuple[str, ...]
    time: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """A commit as its maker describes it: what it does not say, or not so that it can be read, is None.

    `date` is when its author wrote it, `committed` when it came to stand in this history.
    """

    id: str
    author: str | None
    date: datetime | None
    committed: datetime | None
    summary: str


def history_settings(commit: str) -> list[str]:
    """The arguments with which git tells of people and history by what is committed, not by what surrounds it.

    Names are those of the commit's own `.mailmap`; the commit graph is a cache that nobody checks.
    """
    settings = ("core.commitGraph=false", "mailmap.file=", f"mailmap.blob={commit}:.mailmap")
    return [argument for setting in settings for argument in ("-c", setting)]


def walk_back(repository: Repository, commit: str, *, all_parents: bool = False) -> list[Step]:
    """A commit, given by its full id, and those that led to it: the newest first, each before its parents.

    Along first parents, unless `all_parents`. In a shallow clone the walk ends at `cut_commits`.
    """
    way = "--topo-order" if all_parents else "--first-parent"
    output = repository.run(
        [*history_settings(commit), "log", *_OPTIONS, way, "--format=%H %T %ct %P", "--end-of-options", commit, "--"]
    )
    return [_parse_step(line) for line in output.decode("ascii").split("\0") if line]


def _parse_step(line: str) -> Step:
    commit, tree, time, parents = line.split(" ", 3)
    return Step(commit=commit, tree=tree, parents=tuple(parents.split()), time=int(time) if time.isdigit() else None)


def cut_commits(repository: Repository) -> frozenset[str]:
    """The commits whose parents a shallow clone has left out; empty for a whole one."""
    named = repository.run(["rev-parse", "--path-format=absolute", "--git-path", "shallow"])
    try:
        with open(os.fsdecode(named.removesuffix(b"\n")), encoding="ascii") as file:
            return frozenset(file.read().split())
    except FileNotFoundError:
        return frozenset()


def check_parents(repository: Repository, commits: Iterable[str]) -> None:
    """Raise CorruptObjectError when one of the commits, or a parent of one, cannot be read.

    `git blame` takes a commit with such a parent for the first one, and only grumbles.
    """
    for commit in commits:
        header = repository.read_object(commit).content.partition(b"\n\n")[0]
        for line in header.split(b"\n"):
            if line.startswith(b"parent "):
                repository.read_object(line.removeprefix(b"parent ").decode("ascii", "replace"))


def read_commits(repository: Repository, commits: Iterable[str], *, names_of: str) -> dict[str, Commit]:
    """Commits by their full id, as their makers describe them; people's names are those that `names_of` knows."""
    wanted = iter(dict.fromkeys(commits))
    found: dict[str, Commit] = {}
    while ids := list(islice(wanted, _IDS_AT_ONCE)):
        output = repository.run(
            [
                *(*history_settings(names_of), "log", *_OPTIONS, "--no-walk=unsorted", "--date=raw"),
                *("--format=tformat:%H%x00%aN%x00%ad%x00%cd%x00%B", "--end-of-options", *ids, "--"),
            ]
        )
        found.update((commit.id, commit) for commit in _parse_commits(output))
    return found


def _parse_commits(output: bytes) -> Iterator[Commit]:
    texts = output.decode("utf-8", "backslashreplace").split("\0")
    for commit, author, date, committed, message in zip(*(texts[i::5] for i in range(5)), strict=False):
        yield Commit(
            id=commit,
            author=None if not author or author == "%aN" else author,  # so git says that there is none
            date=parse_date(date),
            committed=parse_date(committed),
            summary=next((line for line in message.split("\n") if line.strip()), ""),
        )


def parse_date(raw: str) -> datetime | None:
    """A date as git stores it, seconds and zone; 0 is what git makes of those that it cannot read."""
    match = _RAW_DATE.fullmatch(raw)
    if match is None or int(match[1]) == 0:
        return None
    offset = timedelta(hours=int(match[3]), minutes=int(match[4])) * (-1 if match[2] == "-" else 1)
    zone = timezone(offset) if abs(offset) < timedelta(days=1) else UTC
    try:
        return datetime.fromtimestamp(int(match[1]), zone)
    except (ValueError, OverflowError, OSError):
        return None

"""The commits that wrote lines of card files, wherever the files are, or why that cannot be told."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from assetcards.errors import GitError, RepositoryNotFoundError
from assetcards.gitblame import IGNORED_COMMITS_FILE, blame_lines, parse_ignored
from assetcards.gitlog import Commit, cut_commits
from assetcards.gitscratch import borrow_objects
from assetcards.homes import Home, find_home, repository_folder
from assetcards.store import Store

UNCOMMITTED = "not committed yet"
CUT = "this clone is shallow: the commit lies before what it holds"
PARTIAL = "this clone is partial: it lacks what git must look at to find the commit"
NOT_IN_GIT = "not in a git repository"

_LINE_END = re.compile(r"\r\n|\r|\n")


class Line(NamedTuple):
    """A line of a card file, as its cards count them."""

    path: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """The commit that wrote a line; without one, `note` says why it cannot be told."""

    commit: Commit | None = None
    note: str = ""


def find_writers(store: Store, lines: Iterable[Line], *, moves: bool) -> dict[Line, Writer]:
    """The writer of each line of a store's files; with `moves`, lines are followed between files.

    Raises GitError when git cannot read the repository that they are in.
    """
    parts: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        parts[repository_folder(store.tree, line.path)].append(line)
    writers: dict[Line, Writer] = {}
    for inside, wanted in parts.items():
        try:
            home = find_home(store.tree, inside)
        except RepositoryNotFoundError:
            writers |= dict.fromkeys(wanted, Writer(note=NOT_IN_GIT))
        else:
            writers |= _find_at_home(home, store, wanted, moves)
    return writers


def _find_at_home(home: Home, store: Store, lines: Collection[Line], moves: bool) -> dict[Line, Writer]:
    if home.commit is None:
        return dict.fromkeys(lines, Writer(note=UNCOMMITTED))
    known = dict.fromkeys(cut_commits(home.repository), Writer(note=CUT))
    contents = {path: store.file(path).content for path in dict.fromkeys(line.path for line in lines)}
    with borrow_objects(home.repository, home.commit) as scratch:
        commit = home.commit
        if any(home.maybe_edit(path, content) is not None for path, content in contents.items()):
            commit = scratch.commit(home.commit, home.edits(contents))
            known[commit] = Writer(note=UNCOMMITTED)
        ignored = parse_ignored(home.read_top(IGNORED_COMMITS_FILE))
        try:
            written = {
                path: blame_lines(scratch, commit, home.path_of(path), ignored, moves=moves) for path in contents
            }
        except GitError:
            if not home.repository.is_partial():
                raise
            return dict.fromkeys(lines, Writer(note=PARTIAL))
    writers: dict[Line, Writer] = {}
    for line in lines:
        writer = written[line.path][_git_number(store.file(line.path).text or "", line.number)]
        writers[line] = known.get(writer.id) or Writer(commit=writer)
    return writers


def _git_number(text: str, number: int) -> int:
    """The number that git gives to a line: for YAML a lone carriage return ends one, too."""
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    return 1 + text.count("\n", 0, starts[number - 1])

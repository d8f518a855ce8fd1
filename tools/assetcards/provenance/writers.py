"""The commits that wrote lines of card files, wherever the files are, or why they are unknown."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from types import MappingProxyType
from typing import NamedTuple

from assetcards.errors import GitError, NotFetchedError, RepositoryNotFoundError
from assetcards.git.blame import IGNORED_COMMITS_FILE, IgnoredCommits, LineWriter, blame_lines, parse_ignored
from assetcards.git.lineage import Lineage
from assetcards.git.log import mailmap_settings
from assetcards.git.scratch import borrow_objects
from assetcards.model.store import Store
from assetcards.provenance.writer import CUT, NOT_IN_GIT, PARTIAL, UNCOMMITTED, Writer
from assetcards.sources.homes import MAX_FILE_BYTES, Home, find_home
from assetcards.trees.tree import MAX_FILES, FileMissingError, FileUnreadableError

_LINE_ENDING = re.compile(r"\r\n|\r|\n")


class Line(NamedTuple):
    """A line of a card file, as its cards count them."""

    path: str
    number: int


class Writers(NamedTuple):
    """The writer of each line, notes on what was ignored, and when each line was written, if that was asked for."""

    by_line: dict[Line, Writer]
    notes: tuple[str, ...]
    times: Mapping[Line, int] = MappingProxyType({})

    def newest(self, lines: Collection[Line]) -> Writer:
        """The writer of the line that was written last; of the first one if several were."""
        return self.by_line[max(lines, key=lambda line: self.times.get(line, 0))]


def find_writers(store: Store, lines: Iterable[Line], *, moves: bool, timed: bool = False) -> Writers:
    """The writer of each line of a store's files; with `moves`, lines are followed between files.

    If `timed`, the answer has the order in which they were written. Raises GitError if git cannot read the repository
    that they are in.
    """
    wanted = list(dict.fromkeys(lines))
    if not wanted:
        return Writers({}, ())
    try:
        home = find_home(store.tree)
    except RepositoryNotFoundError:
        return Writers(dict.fromkeys(wanted, Writer(note=NOT_IN_GIT)), ())
    with closing(home):
        home.bring_history()
        ignored = _load_ignored(home)
        found = _find_at_home(home, store, wanted, _Search(moves, timed, ignored.ids))
    return found._replace(notes=(*filter(None, [ignored.fault]), *found.notes))


class _Search(NamedTuple):
    """How writers are looked for."""

    moves: bool
    timed: bool
    ignored: Collection[str]


def _load_ignored(home: Home) -> IgnoredCommits:
    """The commits that the repository lists to be ignored; none, with a fault, if the list cannot be read."""
    if home.commit is None:
        return IgnoredCommits()
    try:
        content = home.read_top(IGNORED_COMMITS_FILE)
    except FileMissingError:
        return IgnoredCommits()
    except FileUnreadableError as error:
        reason = error.reason
    except NotFetchedError:
        reason = "is missing in this partial clone"
    else:
        if len(content) <= MAX_FILE_BYTES:
            return parse_ignored(content, len(home.commit))
        reason = f"has more than {MAX_FILE_BYTES} bytes"
    return IgnoredCommits(fault=f"{IGNORED_COMMITS_FILE} {reason}, so no commit is ignored")


def _find_at_home(home: Home, store: Store, lines: Collection[Line], search: _Search) -> Writers:
    if home.commit is None:
        return Writers(dict.fromkeys(lines, Writer(note=UNCOMMITTED)), ())
    files = {path: store.file(path) for path in dict.fromkeys(line.path for line in lines)}
    try:
        blamed = _blame(home, home.commit, {path: file.content for path, file in files.items()}, search)
    except GitError:
        if not home.repository.is_partial():
            raise
        parts = [[line for line in lines if line.path == path] for path in files]
        if len(parts) == 1:
            return Writers(dict.fromkeys(lines, Writer(note=PARTIAL)), ())
        # other files may not need what one file lacks
        return _joined([_find_at_home(home, store, part, search) for part in parts])
    known = dict.fromkeys(home.repository.cut_commits, Writer(note=CUT)) | {blamed.draft: Writer(note=UNCOMMITTED)}
    found = {line: blamed.by_path[line.path][_git_number(files[line.path].text or "", line.number)] for line in lines}
    by_line = {
        line: known.get(commit.id) or Writer(commit=commit, passed_over=passed_over)
        for line, (commit, passed_over) in found.items()
    }
    times = {line: blamed.times[commit.id] for line, (commit, _) in found.items()} if search.timed else {}
    return Writers(by_line, blamed.notes, times)


def _joined(parts: Sequence[Writers]) -> Writers:
    """The writers of the lines of all parts."""
    return Writers(
        dict(ChainMap(*(part.by_line for part in parts))),
        tuple(note for part in parts for note in part.notes),
        ChainMap(*(dict(part.times) for part in parts)),
    )


class _Blamed(NamedTuple):
    """Who wrote each line of files, the id of the commit that stands for uncommitted changes, notes, and times."""

    by_path: Mapping[str, Mapping[int, LineWriter]]
    draft: str
    notes: tuple[str, ...]
    times: Mapping[str, int]


def _blame(home: Home, commit: str, contents: Mapping[str, bytes], search: _Search) -> _Blamed:
    draft = ""
    tip = commit
    names = mailmap_settings(home.repository, commit)
    with borrow_objects(home.repository, commit) as scratch:
        if any(home.maybe_edit(path, content) is not None for path, content in contents.items()):
            tip = draft = scratch.commit(commit, home.edits(contents))
        lineage = Lineage(home.repository, scratch, commit, tip)
        if search.moves:
            lineage.check_all()
        else:
            lineage.check_files(map(home.path_of, contents))
        known = lineage.commits.intersection(search.ignored)
        renames = not lineage.too_wide
        commits = {
            path: blame_lines(scratch, tip, home.path_of(path), names, known, moves=search.moves, renames=renames)
            for path in contents
        }
        times = lineage.times() if search.timed else {}
    return _Blamed(commits, draft, () if renames else (_too_wide(lineage.too_wide),), times)


def _too_wide(commit: str) -> str:
    name = f"commit {commit[:12]}"
    return f"{name} changes more than {MAX_FILES:,} files and folders, so the names that files had before are not known"


def _git_number(text: str, number: int) -> int:
    """The line number in git: in YAML, a carriage return alone ends a line, too."""
    starts = [0, *(match.end() for match in _LINE_ENDING.finditer(text))]
    return 1 + text.count("\n", 0, starts[number - 1])

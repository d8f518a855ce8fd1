"""The commits that wrote lines of card files, wherever the files are, or why that cannot be told."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from assetcards.errors import GitError, RepositoryNotFoundError
from assetcards.git.blame import IGNORED_COMMITS_FILE, blame_lines, parse_ignored
from assetcards.git.lineage import Lineage
from assetcards.git.log import Commit, mailmap_settings
from assetcards.git.scratch import borrow_objects
from assetcards.model.store import Store
from assetcards.sources.homes import Home, find_home, repository_folder

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
    files = {path: store.file(path) for path in dict.fromkeys(line.path for line in lines)}
    try:
        commits, draft = _blame(home, home.commit, {path: file.content for path, file in files.items()}, moves)
    except GitError:
        if not home.repository.is_partial():
            raise
        parts = [[line for line in lines if line.path == path] for path in files]
        if len(parts) == 1:
            return dict.fromkeys(lines, Writer(note=PARTIAL))
        singly = [_find_at_home(home, store, part, moves) for part in parts]  # what one file lacks others may not need
        return {line: writer for writers in singly for line, writer in writers.items()}
    known = dict.fromkeys(home.repository.cut_commits, Writer(note=CUT)) | {draft: Writer(note=UNCOMMITTED)}
    found = {line: commits[line.path][_git_number(files[line.path].text or "", line.number)] for line in lines}
    return {line: known.get(commit.id) or Writer(commit=commit) for line, commit in found.items()}


def _blame(
    home: Home, commit: str, contents: Mapping[str, bytes], moves: bool
) -> tuple[dict[str, dict[int, Commit]], str]:
    """The commit of each line of files, and the id of the commit that stands for what is not committed yet, if any."""
    draft = ""
    tip = commit
    names = mailmap_settings(home.repository, commit)
    ignored = parse_ignored(home.read_top(IGNORED_COMMITS_FILE))
    with borrow_objects(home.repository, commit) as scratch:
        if any(home.maybe_edit(path, content) is not None for path, content in contents.items()):
            tip = draft = scratch.commit(commit, home.edits(contents))
        lineage = Lineage(home.repository, scratch, commit, tip)
        if moves:
            lineage.check_all()
        else:
            lineage.check_files(map(home.path_of, contents))
        commits = {
            path: blame_lines(scratch, tip, home.path_of(path), names, ignored, moves=moves) for path in contents
        }
    return commits, draft


def _git_number(text: str, number: int) -> int:
    """The number that git gives to a line: for YAML a lone carriage return ends one, too."""
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    return 1 + text.count("\n", 0, starts[number - 1])

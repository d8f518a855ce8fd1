"""What `git log` knows of commits: who made each, when, and what for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from itertools import islice

from assetcards.git.repo import Repository

_OPTIONS = ("-z", "--encoding=UTF-8", "--no-patch", "--no-ext-diff", "--no-textconv", "--no-show-signature")
_IDS_AT_ONCE = 1000
"""How many commits one command line names; a system may allow no more than 128 KiB of arguments."""

_OWN_NAMES = ["-c", "mailmap.file=", "-c", "mailmap.blob="]
"""With these arguments people have the names that they gave themselves."""

_ORDINARY_DATE = re.compile(r"[0-9]{1,10} [-+][0-9]{4}")
_RAW_DATE = re.compile(r"(-?\d+) ([-+])(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """A commit as its maker describes it: what it does not say, or not so that it can be read, is None.

    `date` is when its author wrote it, `committed` when it was added to this history.
    """

    id: str
    author: str | None
    date: datetime | None
    committed: datetime | None
    summary: str


def mailmap_settings(repository: Repository, commit: str) -> list[str]:
    """The arguments with which git maps people's names by the `.mailmap` of a commit, and by no other one.

    git would take anything of that name, and does not look whether it is damaged. Raises CorruptObjectError when it is.
    """
    entry = repository.read_tree(repository.tree_of(commit)).get(".mailmap")
    blob = entry.object_id if entry is not None and entry.is_file else ""
    if blob:
        repository.read_object(blob)
    return [*_OWN_NAMES[:-1], f"{_OWN_NAMES[-1]}{blob}"]


def read_commits(repository: Repository, commits: Iterable[str], *, names_of: str) -> dict[str, Commit]:
    """Commits by their full id, as their makers describe them; people's names are those that `names_of` knows."""
    names = mailmap_settings(repository, names_of)
    wanted = list(dict.fromkeys(commits))
    found = {} if names != _OWN_NAMES else {each.id: each for each in _ordinary_commits(repository, wanted)}
    others = iter([each for each in wanted if each not in found])
    while ids := list(islice(others, _IDS_AT_ONCE)):
        output = repository.run(
            [
                *(*names, "log", *_OPTIONS, "--no-walk=unsorted", "--date=raw"),
                *("--format=tformat:%H%x00%aN%x00%ad%x00%cd%x00%B", "--end-of-options", *ids, "--"),
            ]
        )
        found.update((commit.id, commit) for commit in _parse_commits(output))
    return {each: found[each] for each in wanted}


def _ordinary_commits(repository: Repository, ids: Iterable[str]) -> Iterator[Commit]:
    """Those of some commits that say all as git writes it, in UTF-8: no git has to be started for them."""
    ids = list(ids)
    repository.expect(ids)
    for commit in ids:
        header, _, message = repository.read_object(commit).content.partition(b"\n\n")
        said = dict(line.partition(b" ")[::2] for line in header.split(b"\n"))
        author, committer = (_maybe_signature(said.get(who, b"")) for who in (b"author", b"committer"))
        if author is not None and committer is not None and b"encoding" not in said and b"\0" not in message:
            yield Commit(
                id=commit,
                author=author[0],
                date=parse_date(author[1]),
                committed=parse_date(committer[1]),
                summary=_summary_of(message.decode("utf-8", "backslashreplace")),
            )


def _maybe_signature(written: bytes) -> tuple[str, str] | None:
    """The name and the date of `NAME <ADDRESS> DATE` with just these brackets; None for what git has to make sense of.

    >>> _maybe_signature(b"Mia M. <mia@example.org> 1700000000 +0100"), _maybe_signature(b"Mia <mia> 17")
    (('Mia M.', '1700000000 +0100'), None)
    """
    who, _, date = written.decode("utf-8", "backslashreplace").rpartition("> ")
    name, _, address = who.partition(" <")
    is_ordinary = name and name == name.strip() and not {"<", ">", "\0"}.intersection(name + address)
    return (name, date) if is_ordinary and _ORDINARY_DATE.fullmatch(date) else None


def _parse_commits(output: bytes) -> Iterator[Commit]:
    fields = output.decode("utf-8", "backslashreplace").split("\0")
    for commit, author, date, committed, message in zip(*(fields[i::5] for i in range(5)), strict=False):
        yield Commit(
            id=commit,
            author=None if not author or author == "%aN" else author,  # so git says that there is none
            date=parse_date(date),
            committed=parse_date(committed),
            summary=_summary_of(message),
        )


def _summary_of(message: str) -> str:
    return next((line for line in message.split("\n") if line.strip()), "")


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

"""Made-up histories of card files, written by one `git fast-import`; a commit by itself would take longest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.gitfixture import FIRST_COMMIT_TIME, SECONDS_BETWEEN_COMMITS, GitFixture

Files = Mapping[str, str]
"""The text of each file by its path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A commit to be made: all its files, and its parents by their number in the history."""

    files: Files
    parents: tuple[int, ...]


def write_history(repo: GitFixture, snapshots: Sequence[Snapshot]) -> list[str]:
    """Commit the snapshots, an hour between two, the last one as `main`, and check it out; gives the ids."""
    marks = repo.folder / ".git" / "marks"
    stream = "".join(line for number, each in enumerate(snapshots) for line in _commands(number, each))
    repo.git("fast-import", "--quiet", "--force", f"--export-marks={marks}", content=stream)
    ids = dict(line.removeprefix(":").split(" ") for line in marks.read_text().splitlines())
    commits = [ids[str(number + 1)] for number in range(len(snapshots))]
    repo.git("update-ref", "refs/heads/main", commits[-1])
    repo.git("reset", "--quiet", "--hard")
    return commits


def _commands(number: int, snapshot: Snapshot) -> Iterator[str]:
    moment = FIRST_COMMIT_TIME + number * SECONDS_BETWEEN_COMMITS
    yield f"commit refs/made-up/{number}\nmark :{number + 1}\n"
    yield f"author Author {number % 7} <a{number % 7}@example.org> {moment} +0000\n"
    yield f"committer Cleo Committer <cleo@example.org> {moment} +0000\n"
    yield _data(f"Change number {number}")
    for word, parent in zip(("from", "merge"), snapshot.parents, strict=False):
        yield f"{word} :{parent + 1}\n"
    yield "deleteall\n"
    for path, text in snapshot.files.items():
        yield f'M 100644 inline "{path}"\n{_data(text)}'


def _data(text: str) -> str:
    return f"data {len(text.encode())}\n{text}\n"

"""Edits of real and of odd cards are judged by the part that they reach as by the whole catalog."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

import pytest

from assetcards.lint import local
from assetcards.lint.local import LocalChanges
from assetcards.trees.paths import is_card_file
from tests.sampling import WHOLE, sample
from tests.unit.lint.test_local import Memory, differ_in, judged

TESTS = Path(__file__).parents[1]
CASES = sorted(file.parent for file in (TESTS / "cases").glob("*/*/catalog.toml"))
CORPORA = sorted((TESTS / "corpus").glob("*/cards"))
EDITS = 6 if WHOLE else 2
"""How many edits of a catalog follow each other."""

NEW_LINES = (
    b"license: mit license",
    b"license: MIT",
    b"model_config: {a: 1}",
    b"url: https://example.org # catalog: ignore[C304] x",
    b"checkpoint: hg://org/a",
    b"x: 1",
)


def files_of(folder: Path) -> dict[str, bytes]:
    """All files of a catalog by path; a link is none."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def edits_of(files: Mapping[str, bytes], random: Random) -> Iterator[dict[str, bytes]]:
    """What becomes of a catalog when lines of its cards are changed, added and removed, one after the other."""
    now = dict(files)
    paths = [path for path in now if is_card_file(path) and now[path].strip()]
    for _ in range(EDITS if paths else 0):
        path = random.choice(paths)
        lines = now[path].split(b"\n")
        at = random.randrange(len(lines))
        key, colon, _ = lines[at].partition(b":")
        match random.randrange(4):
            case 0 if colon:
                lines[at] = key + b": other"
            case 1:
                del lines[at]
            case 2:
                lines[at] += b" # catalog: ignore[C3] odd"
            case _:
                named = [number for number, line in enumerate(lines) if line.startswith(b"name:")]
                lines.insert(1 + random.choice(named or [at]), random.choice(NEW_LINES))
        now = now | {path: b"\n".join(lines)}
        yield now


@pytest.mark.parametrize(
    "folder",
    sample([*CASES[::23], *CORPORA[:1]], of_all=[*CASES, *CORPORA]),
    ids=lambda folder: folder.relative_to(TESTS).as_posix(),
)
def test_an_edit_is_judged_by_a_part_as_by_the_whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "differ_in", differ_in)
    before = {"catalog.toml": b"", **files_of(folder)}
    by = LocalChanges(Memory())
    for after in edits_of(before, Random(folder.name)):
        assert judged(before, after, by) == judged(before, after, None)
        before = after

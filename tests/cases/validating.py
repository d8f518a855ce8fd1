"""The golden folders, `CODE/fail-NAME` and `CODE/pass-NAME`, and what `catalog validate` says about one."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

from assetcards.cli.main import main

CASES = Path(__file__).parent
EXPECTED = "expected.txt"
RENAMES = "renames.txt"
"""Lines `STORED -> MEANT`: files with names that cannot stand in a repository which all systems check out."""


def case_folders() -> Iterator[Path]:
    """Every golden folder, in the order of codes and names."""
    for code in sorted(CASES.glob("C[0-9][0-9][0-9]")):
        yield from sorted(folder for folder in code.iterdir() if folder.is_dir())


def case_id(folder: Path) -> str:
    """`CODE/fail-NAME`."""
    return folder.relative_to(CASES).as_posix()


def validate(folder: Path) -> str:
    """The whole output of `catalog validate` for a folder, as if one stood there."""
    output = io.StringIO()
    with _as_meant(folder) as root, chdir(root), redirect_stdout(output), redirect_stderr(output):
        main(["validate", "--root", os.curdir])
    return output.getvalue()


@contextmanager
def _as_meant(folder: Path) -> Iterator[Path]:
    """The folder itself, or a copy whose files have the names they are meant to have."""
    if not (folder / RENAMES).exists():
        yield folder
        return
    with TemporaryDirectory() as copy:
        root = Path(shutil.copytree(folder, Path(copy, "case")))
        for line in (folder / RENAMES).read_text("utf-8").splitlines():
            stored, _, meant = line.partition(" -> ")
            (root / stored).rename(root / meant)
        yield root

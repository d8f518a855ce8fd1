"""The golden folders, `CODE/fail-NAME` and `CODE/pass-NAME`, and what `catalog validate` says about one."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from assetcards import open_catalog
from assetcards.cli.main import main
from assetcards.notices import listening
from tests.gitfixture import GitFixture

CASES = Path(__file__).parent
EXPECTED = "expected.txt"
BEFORE = "before"
"""A folder of what the files of a case were, where it is a change that is judged."""
RENAMES = "renames.txt"
"""Lines `STORED -> MEANT`: files with names that cannot stand in a repository which all systems check out."""

UPSTREAM = "upstream"
"""A folder that is a repository beside that of the case, which is an upstream of it: `repository = "../upstream"`."""

ATTRIBUTES = "gitattributes"
"""What the case has as `.gitattributes`, in a work tree of git that tracks all its files.

Under its own name it would say something of this repository.
"""


def case_folders() -> Iterator[Path]:
    """Every golden folder, in the order of codes and names."""
    for code in sorted(CASES.glob("C[0-9][0-9][0-9]")):
        yield from sorted(folder for folder in code.iterdir() if folder.is_dir())


def case_id(folder: Path) -> str:
    """`CODE/fail-NAME`."""
    return folder.relative_to(CASES).as_posix()


def validate(folder: Path, *options: str) -> str:
    """The whole output of `catalog validate` for a folder, as if one stood there."""
    output = io.StringIO()
    change = ["--new-only", "HEAD"] if (folder / BEFORE).exists() else []
    with _as_meant(folder) as root, chdir(root), redirect_stdout(output), redirect_stderr(output):
        main(["validate", "--root", os.curdir, *change, *(options or ["--advice"])])
    return output.getvalue()


@contextmanager
def _as_meant(folder: Path) -> Iterator[Path]:
    """The folder itself, or a copy that is a change of what it was, or whose files have the names they should have."""
    if (folder / BEFORE).exists():
        with TemporaryDirectory() as place:
            repo = GitFixture.init(Path(place, "case"))
            repo.commit(_files(folder / BEFORE))
            repo.git("rm", "--quiet", "-r", ".")
            repo.write({path: text for path, text in _files(folder).items() if not path.startswith(f"{BEFORE}/")})
            yield repo.folder
        return
    if (folder / UPSTREAM).exists():
        with TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
            patch.setenv("CATALOG_CACHE_DIR", str(Path(place, "cache")))
            GitFixture.init(Path(place, UPSTREAM)).commit(_files(folder / UPSTREAM))
            case = Path(shutil.copytree(folder, Path(place, "case"), ignore=lambda *_: [UPSTREAM]))
            with listening(lambda _: None):  # the first fetch is said, with the place of a moment
                open_catalog(case).names()
            yield case
        return
    if not (folder / RENAMES).exists() and not (folder / ATTRIBUTES).exists():
        yield folder
        return
    with TemporaryDirectory() as copy:
        root = Path(shutil.copytree(folder, Path(copy, "case")))
        if (folder / RENAMES).exists():
            for line in (folder / RENAMES).read_text("utf-8").splitlines():
                stored, _, meant = line.partition(" -> ")
                (root / stored).rename(root / meant)
        if (folder / ATTRIBUTES).exists():
            (root / ATTRIBUTES).rename(root / f".{ATTRIBUTES}")
            GitFixture.init(root).git("add", "--all", "--force")
        yield root


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

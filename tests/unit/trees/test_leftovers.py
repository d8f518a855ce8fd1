"""What killed processes leave is removed, and nothing that is in use or of somebody else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from assetcards.git.scratch import temporary_folder as git_folder
from assetcards.trees.leftovers import temporary_folder

HOUR = 3600
USED = """
import sys
from assetcards.trees.leftovers import temporary_file, temporary_folder
with temporary_folder() as path, temporary_file() as file:
    open(f"{path}/file", "w").close()
    print(path, file.name, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files of the test alone."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def let_age(*paths: Path) -> None:
    for path in paths:
        moment = path.lstat().st_mtime - 2 * HOUR
        os.utime(path, (moment, moment), follow_symlinks=False)


def test_a_temporary_folder_is_gone_afterwards(folder: Path) -> None:
    with temporary_folder() as path:
        assert list(folder.iterdir()) == [Path(path)]
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_what_a_killed_process_has_left_is_removed_and_what_a_living_one_uses_is_not(folder: Path, end: int) -> None:
    command = [sys.executable, "-c", USED]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdin is not None
    used, file = map(Path, process.stdout.readline().split())
    let_age(used, file)
    with git_folder():
        assert (used / "file").exists() and file.exists()
    process.send_signal(end)
    process.wait()
    process.stdin.close()
    process.stdout.close()
    with git_folder():
        assert not used.exists() and not file.exists()


def test_nothing_else_is_removed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    kept = [folder / name for name in ("assetcards-young", "assetcards", "catalog-x", "other-assetcards-x")]
    for path in kept:
        path.mkdir()
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "file").touch()
    link = folder / "assetcards-link"
    link.symlink_to(elsewhere)
    let_age(*kept[1:], link)
    with temporary_folder():
        assert [path for path in [*kept, link] if not path.exists()] == []
    assert (elsewhere / "file").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may make files of another user")
def test_folders_of_other_users_are_left_alone(folder: Path) -> None:
    theirs = folder / "assetcards-theirs"
    theirs.mkdir()
    os.chown(theirs, 54321, 54321)
    let_age(theirs)
    with temporary_folder():
        assert theirs.exists()

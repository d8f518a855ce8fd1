"""Links that somebody has planted in a cache lead nowhere: what they point to stays as it is."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import filelock
import pytest

from assetcards import open_catalog
from assetcards.errors import AssetCardsError
from assetcards.git.addresses import maybe_address
from assetcards.git.cache_folder import CacheFolder
from tests.cli.conftest import Ask, ask
from tests.remote.conftest import Served

__all__ = ["ask"]  # a fixture is found by its name here

STRANGER = 54321
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may make links of another user")


class CarelessLock:
    """A lock as older libraries had it: it follows links, cuts the file, and changes its mode."""

    def __init__(self, path: str, timeout: float, mode: int) -> None:
        self._path = path
        self._mode = mode

    def __enter__(self) -> None:
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, self._mode)
        os.fchmod(descriptor, self._mode)
        os.close(descriptor)

    def __exit__(self, *error: object) -> None:
        return


@pytest.fixture(params=["installed", "careless"])
def locks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The locks that are installed, and those of older releases: what is refused does not depend on them."""
    if request.param == "careless":
        monkeypatch.setattr(filelock, "FileLock", CarelessLock)


@pytest.fixture
def folder(served: Served, cache: Path) -> Path:
    """The folder of the remote in the cache, in which nothing is yet."""
    address = maybe_address(served.folder.as_uri())
    assert address is not None
    path = Path(CacheFolder.of(str(cache / "git"), address).path)
    path.mkdir(parents=True)
    return path


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    path = tmp_path / "home" / "precious"
    path.write_text("precious\n")
    path.chmod(0o600)
    return path


@contextmanager
def untouched(victim: Path) -> Iterator[None]:
    """The file stays what it is, and alone in its folder."""
    before = victim.read_bytes(), victim.stat()  # in this order: the first one who reads it is noted
    yield
    assert (victim.read_bytes(), victim.stat()) == before
    assert list(victim.parent.iterdir()) == [victim]


def show(served: Served, ask: Ask) -> tuple[int, str, str]:
    return ask("list", "--repo", served.folder.as_uri(), "--rev", "main")


@pytest.mark.usefixtures("locks")
@pytest.mark.parametrize("name", ["lock", "remote.json"])
def test_a_link_by_a_name_that_is_ours_is_refused(
    served: Served, folder: Path, victim: Path, ask: Ask, name: str
) -> None:
    (folder / name).symlink_to(victim)
    told = f"'{folder / name}' is a link; links are not followed when writing (name the file, or remove it)"
    with untouched(victim):
        assert show(served, ask) == (3, "", f"catalog: {told}\n")


def test_a_link_by_the_name_of_the_notes_is_refused(served: Served, folder: Path, victim: Path, ask: Ask) -> None:
    (folder / "revisions").symlink_to(victim.parent)
    with untouched(victim):
        code, out, err = show(served, ask)
    assert (code, out) == (3, "")
    assert "is a link; links are not followed when writing" in err


@pytest.mark.usefixtures("locks")
@pytest.mark.parametrize("place", ["/dev/null", "new", "lock"])
def test_a_lock_that_is_a_link_is_refused_wherever_it_leads(served: Served, folder: Path, ask: Ask, place: str) -> None:
    (folder / "lock").symlink_to(place)
    assert show(served, ask)[0] == 3
    assert set(os.listdir(folder)) <= {"lock", "remote.json", "revisions"}


@pytest.mark.usefixtures("locks")
def test_a_hard_link_is_refused_as_a_lock(served: Served, folder: Path, victim: Path, ask: Ask) -> None:
    os.link(victim, folder / "lock")
    with untouched(victim):
        code, out, err = show(served, ask)
    assert (code, out) == (3, "")
    assert err == f"catalog: '{folder / 'lock'}' has another name, a hard link (remove it)\n"


@pytest.mark.usefixtures("locks")
def test_a_pipe_is_refused_as_a_lock(served: Served, folder: Path, ask: Ask) -> None:
    os.mkfifo(folder / "lock")
    assert show(served, ask) == (
        3,
        "",
        f"catalog: '{folder / 'lock'}' is a pipe, not a file (name another file, or remove it)\n",
    )


@pytest.mark.usefixtures("locks")
def test_the_folder_of_a_remote_is_refused_when_it_is_a_link(
    served: Served, folder: Path, victim: Path, ask: Ask
) -> None:
    folder.rmdir()
    folder.symlink_to(victim.parent)
    with untouched(victim):
        code, out, err = show(served, ask)
    assert (code, out) == (3, "")
    assert err.startswith(f"catalog: '{folder}' is a link; links are not followed when writing")


def test_what_a_link_leads_to_is_neither_listed_nor_removed(
    served: Served, folder: Path, tmp_path: Path, ask: Ask
) -> None:
    entry = tmp_path / "elsewhere" / ("0" * 40)
    (entry / "unfinished-x").mkdir(parents=True)
    (entry / "HEAD").touch()
    folder.rmdir()
    folder.symlink_to(entry.parent)
    assert ask("cache", "ls") == (0, "0 entries, 0 B\n", "")
    assert ask("cache", "prune") == (0, "removed 0 entries, 0 B\n", "")
    assert ask("cache", "verify") == (0, "0 entries, 0 damaged\n", "")
    assert sorted(path.name for path in entry.iterdir()) == ["HEAD", "unfinished-x"]


def test_a_user_may_have_the_cache_behind_a_link_of_their_own(
    served: Served, tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scratch").mkdir()
    (tmp_path / "link").symlink_to("scratch")
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "link" / "cache"))
    assert show(served, ask)[0] == 0
    assert (tmp_path / "scratch" / "cache" / "git").is_dir()


@as_root
@pytest.mark.parametrize("link", ["shared/cache", "shared"])
def test_a_link_of_another_user_on_the_way_to_the_cache_is_refused(
    served: Served, victim: Path, tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch, link: str
) -> None:
    planted = tmp_path / link
    planted.parent.mkdir(exist_ok=True)
    planted.symlink_to(victim.parent)
    os.lchown(planted, STRANGER, STRANGER)
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "shared" / "cache"))
    hint = "(remove it, or name another folder)"
    with untouched(victim):
        told = f"catalog: {planted} is a link that belongs to another user ({STRANGER}) {hint}\n"
        assert show(served, ask) == (3, "", told)


def test_a_link_that_is_put_there_between_the_look_and_the_lock_is_not_followed(
    served: Served, folder: Path, victim: Path
) -> None:
    lock, other, swaps, done = folder / "lock", folder / "other", 0, threading.Event()

    def swap() -> None:
        nonlocal swaps
        while not done.is_set():
            with suppress(FileNotFoundError):
                other.symlink_to(victim)
                other.replace(lock)
                lock.unlink()
                swaps += 1

    thread = threading.Thread(target=swap)
    thread.start()
    try:
        with untouched(victim):
            for number in range(8):
                with suppress(AssetCardsError):
                    open_catalog(served.folder.as_uri(), rev=served.commit, root=f"catalog/{number}").close()
    finally:
        done.set()
        thread.join()
    assert swaps > 50

"""An entry of the cache that somebody has changed is said to be damaged: nothing in it makes git wait, run or stray."""

from __future__ import annotations

import os
import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from assetcards import open_catalog
from tests.cli.conftest import Ask, ask
from tests.remote.conftest import Served
from tests.remote.test_cache import entries_of

__all__ = ["ask"]  # a fixture is found by its name here

Change = Callable[[Path], object]


def with_settings(text: str) -> Change:
    def change(entry: Path) -> None:
        with (entry / "config").open("a") as file:
            file.write(text)

    return change


def with_file(path: str, content: bytes) -> Change:
    def change(entry: Path) -> None:
        where = entry / path
        where.parent.mkdir(parents=True, exist_ok=True)
        where.write_bytes(content)

    return change


def with_pipe(path: str) -> Change:
    def change(entry: Path) -> None:
        (entry / path).unlink(missing_ok=True)
        os.mkfifo(entry / path)

    return change


def with_link(path: str, target: str) -> Change:
    def change(entry: Path) -> None:
        where = entry / path
        shutil.rmtree(where) if where.is_dir() else where.unlink(missing_ok=True)
        where.symlink_to(target)

    return change


def with_sparse_file(path: str) -> Change:
    def change(entry: Path) -> None:
        (entry / path).touch()
        os.truncate(entry / path, 10 * 10**9)

    return change


def with_cut_indexes(entry: Path) -> None:
    for path in entry.rglob("*.idx"):
        path.chmod(0o644)
        os.truncate(path, 100)


def with_vast_indexes(entry: Path) -> None:
    """Indexes that say that they have 2^31 objects."""
    for path in entry.rglob("*.idx"):
        path.chmod(0o644)
        path.write_bytes(b"\xfftOc" + struct.pack(">I", 2) + struct.pack(">I", 1 << 31) * 256)


def with_pipes_for_packs(entry: Path) -> None:
    for path in entry.rglob("*.pack"):
        with_pipe(str(path.relative_to(entry)))(entry)


ODD = {
    "the configuration is a pipe": with_pipe("config"),
    "the configuration includes a pipe": with_settings("[include]\npath = pipe\n"),
    "the configuration includes what never ends": with_settings("[include]\npath = /dev/zero\n"),
    "the configuration includes it on condition": with_settings('[includeIf "gitdir:/"]\npath = /dev/zero\n'),
    "the configuration runs a program": with_settings("[core]\nfsmonitor = touch mark\n"),
    "the configuration has hooks": with_settings("[core]\n\thooksPath = /tmp\n"),
    "the configuration reaches others": with_settings('[remote "source"]\nurl = ext::touch mark\n'),
    "the configuration goes on": with_settings("[core]\nbare = true \\\n, false\n"),
    "the configuration is long": with_sparse_file("config"),
    "HEAD is a pipe": with_pipe("HEAD"),
    "HEAD is a looped link": with_link("HEAD", "HEAD"),
    "HEAD is what never ends": with_link("HEAD", "/dev/zero"),
    "there are other objects": with_file("objects/info/alternates", b"/\n"),
    "there are the same objects again": with_file("objects/info/alternates", b".\n"),
    "there is another repository": with_file("commondir", b"/\n"),
    "the objects are a looped link": with_link("objects", "objects"),
    "the refs are elsewhere": with_link("refs", "/"),
    "the list of refs is a pipe": with_pipe("packed-refs"),
    "the list of refs is long": with_sparse_file("packed-refs"),
    "the list of shallow commits is a pipe": with_pipe("shallow"),
    "the packs are pipes": with_pipes_for_packs,
}
"""What is looked for before git sees an entry."""

BROKEN = {
    "HEAD is garbage": with_file("HEAD", b"\0garbage"),
    "the indexes are cut": with_cut_indexes,
    "the indexes are vast": with_vast_indexes,
}
"""What git finds."""


@pytest.fixture
def entry(served: Served, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An entry of the cache, read from a folder where marks would be seen."""
    open_catalog(served.folder.as_uri(), rev=served.commit).close()
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    [found] = entries_of(cache)
    return found


@pytest.mark.parametrize("change", {**ODD, **BROKEN}.values(), ids={**ODD, **BROKEN}.keys())
def test_an_entry_that_was_changed_is_said_to_be_damaged(
    change: Change, entry: Path, served: Served, cache: Path, tmp_path: Path, ask: Ask
) -> None:
    source, read = served.folder.as_uri(), ("list", "--format", "names", "--rev", served.commit)
    before = ask(*read, "--repo", source)
    change(entry)
    code, out, err = ask(*read, "--repo", source)
    assert (code, out) == (3, "")
    assert err.startswith("catalog: the cache is damaged: ")
    assert err.endswith("(run `catalog cache verify`, which removes the damaged parts)\n")
    assert ask("cache", "ls")[0] == 0
    code, out, err = ask("cache", "verify")
    assert (code, err) == (1, "")
    assert out.startswith(f"removed {served.commit[:12]} of {source}: ")
    assert entries_of(cache) == []
    assert ask(*read, "--repo", source) == before
    assert list((tmp_path / "here").iterdir()) == []
    assert not Path("mark").exists()


def test_what_does_not_change_the_answer_is_found_by_verifying(entry: Path, served: Served, ask: Ask) -> None:
    read = ("list", "--format", "names", "--rev", served.commit, "--repo", served.folder.as_uri())
    before = ask(*read)
    with_file("shallow", b"garbage\n")(entry)
    assert ask(*read) == before
    assert ask("cache", "verify")[0] == 1
    assert ask(*read) == before


def test_an_entry_as_git_makes_it_is_not_odd_whatever_the_user_has_configured(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    settings = "[core]\nsharedRepository = group\n[init]\ndefaultBranch = other\ndefaultRefFormat = reftable\n"
    (tmp_path / "gitconfig").write_text(settings + "[fetch]\nwriteCommitGraph = true\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    source = served.folder.as_uri()
    assert ask("log", "tiny", "--repo", source, "--rev", "main")[0] == 0
    assert ask("list", "--repo", source, "--rev", "main")[0] == 0
    assert ask("cache", "verify") == (0, "2 entries, 0 damaged\n", "")

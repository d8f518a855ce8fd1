"""The cache of assets that two users share, that is full, or that is read alone: a sentence, and nothing is lost."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.assets.conftest import SHA256, WEIGHTS, Ask, card
from tests.assets.http.servers import FileServer, file_server
from tests.gitfixture import GitFixture
from tests.remote.test_full_disk import fill, small_disk
from tests.remote.test_two_users import ADA, BOB, TEAM, place, run, step

__all__ = ["place", "small_disk"]  # fixtures are found by their names here

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be two other users")


@pytest.fixture
def server() -> Iterator[FileServer]:
    with file_server() as server:
        yield server


def write_cards(folder: Path, server: FileServer, **contents: bytes) -> None:
    cards = [card(name, checkpoint=f'"{server.add(f"/{name}.pt", each)}"') for name, each in contents.items()]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "x.yaml").write_text("---\n".join(cards))


def assets_of_ada(place: Path) -> dict[str, int]:
    """All assets of the first user, and which file each is."""
    found = {str(path): path.lstat() for path in (place / "cache" / "assetcards").rglob("*")}
    return {path: about.st_ino for path, about in found.items() if about.st_uid == ADA and not path.endswith(".lock")}


@as_root
def test_the_second_user_reads_what_the_first_has_fetched_and_cannot_add_to_it(place: Path, server: FileServer) -> None:
    write_cards(place / "cards", server, one=WEIGHTS, two=WEIGHTS)
    fetch = [f"fetch {name} --root {place}/cards --format paths" for name in ("one", "two")]
    ((ada,),) = run(place, step(place, ADA, 0o022, fetch[:1]))
    before = assets_of_ada(place)
    prune = ["cache prune --kind assets --keep 0", "cache verify --kind assets"]
    ((read, added, pruned, verified),) = run(place, step(place, BOB, 0o022, [*fetch, *prune]))
    assert (ada[0], read) == (0, ada)
    assert (added[0], added[1]) == (74, "")
    assert added[2].startswith(
        f"catalog: {place}/cache/assetcards: the cache cannot be written: Permission denied (set "
    )
    assert (pruned[0], verified[:2]) == (0, (0, "1 entries, 0 damaged\n"))
    assert assets_of_ada(place) == before != {}


@as_root
def test_what_the_first_user_keeps_for_himself_is_said_to_be_closed(place: Path, server: FileServer) -> None:
    write_cards(place / "cards", server, one=WEIGHTS)
    fetch = [f"fetch one --root {place}/cards --format paths"]
    ((ada,),) = run(place, step(place, ADA, 0o077, fetch))
    before = assets_of_ada(place)
    ((closed,),) = run(place, step(place, BOB, 0o022, fetch))
    assert ada[0] == 0
    assert (closed[0], closed[1]) == (4, "")
    assert "may not be read: Permission denied (set FAIRSEQ2_CACHE_DIR" in closed[2]
    assert assets_of_ada(place) == before != {}


@as_root
@pytest.mark.parametrize("umask", [0o002, 0o022])
def test_a_group_shares_a_cache_for_reading_and_adding(place: Path, server: FileServer, umask: int) -> None:
    (place / "cache").chmod(0o2775)
    write_cards(place / "cards", server, one=WEIGHTS, two=WEIGHTS)
    fetch = [f"fetch {name} --root {place}/cards --format paths" for name in ("one", "two")]
    ((ada,),) = run(place, step(place, ADA, umask, fetch[:1], groups=(TEAM,)))
    (bob,) = run(place, step(place, BOB, umask, fetch, groups=(TEAM,)))
    ((back,),) = run(place, step(place, ADA, umask, fetch[1:], groups=(TEAM,)))
    assert [ada[0], *(code for code, _, _ in bob), back[0]] == [0, 0, 0, 0]
    assert (bob[0], back) == (ada, bob[1])


def cards_and_small_cache(catalog: GitFixture, server: FileServer, disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAIRSEQ2_CACHE_DIR", str(disk / "assets"))
    write_cards(catalog.folder / "catalog", server, large=b"x" * 3_000_000, small=WEIGHTS)


def test_a_full_disk_is_said_and_a_smaller_asset_still_fits(
    catalog: GitFixture, server: FileServer, small_disk: Path, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    cards_and_small_cache(catalog, server, small_disk, monkeypatch)
    code, out, err = ask("fetch", "large")
    assert (code, out, "space" in err) == (74, "", True), err
    assert [path for path in (small_disk / "assets").rglob("*") if path.is_file() and path.stat().st_size] == []
    code, out, _ = ask("fetch", "small", "--format", "paths")
    assert (code, Path(out.strip()).read_bytes()) == (0, WEIGHTS)
    fill(small_disk / "filling")
    assert ask("fetch", "small", "--format", "paths") == (0, out, "")


def test_a_cache_that_is_read_alone_gives_what_it_has(
    catalog: GitFixture, server: FileServer, small_disk: Path, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    cards_and_small_cache(catalog, server, small_disk, monkeypatch)
    written = card("small", checkpoint=f'"{server.url("/small.pt")}"', checkpoint_sha256=SHA256)
    catalog.write({"catalog/x.yaml": f"{written}---\n{card('other', checkpoint=server.url('/large.pt'))}"})
    code, out, _ = ask("fetch", "small", "--format", "paths")
    assert code == 0
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    assert ask("fetch", "small", "--format", "paths") == (0, out, "")
    code, _, err = ask("fetch", "other")
    assert (code, "the cache cannot be written: Read-only file system (set FAIRSEQ2_CACHE_DIR" in err) == (74, True)

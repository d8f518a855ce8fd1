"""What is in the cache: one copy of an address, whatever digest it is held to, and nothing that is damaged."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assetcards.assets import remembered
from tests.assets.conftest import SHA256, WEIGHTS, Ask, card
from tests.assets.http.servers import FileServer, file_server, serve
from tests.gitfixture import GitFixture

OTHER = b"x" + WEIGHTS[1:]


@pytest.fixture
def server() -> Iterator[FileServer]:
    with file_server() as server:
        yield server


@pytest.fixture
def url(server: FileServer) -> str:
    return server.add("/m.pt", WEIGHTS)


def write(catalog: GitFixture, url: str, **fields: str) -> None:
    catalog.write({"catalog/m.yaml": card("m", checkpoint=f'"{url}"', **fields)})


def test_a_digest_that_is_written_later_holds_for_what_is_here(
    catalog: GitFixture, server: FileServer, url: str, ask: Ask
) -> None:
    write(catalog, url)
    fetched = ask("fetch", "m", "--format", "paths")
    assert ask("verify", "m", "--write")[0] == 0
    assert ask("fetch", "m", "--format", "paths", "--offline", "--require-digests") == fetched
    assert ask("verify", "m")[1].startswith("right")
    assert len(server.asked) == 1


def test_two_cards_of_one_address_and_one_field_of_another_kind_have_one_copy(
    catalog: GitFixture, server: FileServer, url: str, ask: Ask
) -> None:
    cards = [card("a", checkpoint=f'"{url}"', checkpoint_sha256=SHA256), card("b", checkpoint=f'"{url}"')]
    cards.append(f'name: c\ntokenizer_family: small\ntokenizer: "{url}"\n')
    catalog.write({"catalog/m.yaml": "---\n".join(cards)})
    code, out, _ = ask("fetch", "a", "b", "c", "--format", "paths")
    assert (code, len({*out.split()}), len(server.asked)) == (0, 1, 1)


def test_another_digest_is_another_asset(catalog: GitFixture, server: FileServer, url: str, ask: Ask) -> None:
    write(catalog, url, checkpoint_sha256=SHA256)
    first = Path(ask("fetch", "m", "--format", "paths")[1].strip())
    server.files["/m.pt"] = OTHER
    write(catalog, url, checkpoint_sha256=f"'{hashlib.sha256(OTHER).hexdigest()}'")
    code, out, _ = ask("fetch", "m", "--format", "paths")
    assert (code, first.read_bytes(), Path(out.strip()).read_bytes()) == (0, WEIGHTS, OTHER)


@pytest.mark.parametrize("damage", ["flipped", "short", "a pipe", "a link to nothing", "a folder"])
def test_what_is_damaged_is_refused_offline_and_fetched_again(
    catalog: GitFixture, url: str, ask: Ask, damage: str
) -> None:
    write(catalog, url, checkpoint_sha256=SHA256)
    path = Path(ask("fetch", "m", "--format", "paths")[1].strip())
    path.unlink()
    if damage in ("flipped", "short"):
        path.write_bytes(OTHER if damage == "flipped" else WEIGHTS[:-1])
    elif damage == "a pipe":
        os.mkfifo(path)
    elif damage == "a folder":
        path.mkdir()
    else:
        path.symlink_to("/nowhere")
    code, out, err = ask("fetch", "m", "--offline")
    assert (code, out) == (5 if damage in ("flipped", "short", "a folder") else 4, "")
    assert "(it was damaged in the cache: fetch it without --offline)" in err
    code, out, err = ask("fetch", "m", "--format", "paths")
    assert (code, out, path.read_bytes()) == (0, f"{path}\n", WEIGHTS)
    assert err == f"catalog: what is in the cache of {url} was damaged, and is fetched again\n"


def test_bytes_that_were_not_held_to_the_digest_do_not_stay(
    catalog: GitFixture, server: FileServer, url: str, ask: Ask
) -> None:
    write(catalog, url, checkpoint_sha256=SHA256)
    server.behave("/m.pt", serve(content=OTHER))
    assert ask("fetch", "m", "--verify", "never")[0] == 0
    assert ask("fetch", "m", "--verify", "never", "--require-digests")[:2] == (5, "")
    code, out, _ = ask("fetch", "m", "--format", "paths")
    assert (code, Path(out.strip()).read_bytes()) == (0, WEIGHTS)


def test_an_entry_that_cannot_be_read_is_damaged_and_the_others_are_looked_at(
    catalog: GitFixture, server: FileServer, ask: Ask
) -> None:
    cards = [card(name, checkpoint=f'"{server.add(f"/{name}.pt", WEIGHTS)}"') for name in "abc"]
    catalog.write({"catalog/m.yaml": "---\n".join(cards)})
    paths = [Path(each) for each in ask("fetch", *"abc", "--format", "paths")[1].split()]
    for path in paths[:2]:
        path.unlink()
    os.mkfifo(paths[0])
    paths[1].symlink_to("/nowhere")
    code, out, err = ask("cache", "verify", "--kind", "assets")
    assert (code, err, out.splitlines()[-1]) == (1, "", "3 entries, 2 damaged")
    assert [path.parent.exists() for path in paths] == [False, False, True]


@pytest.mark.parametrize("is_right", [True, False])
def test_nothing_stays_of_the_making_of_an_asset_of_a_repository(
    catalog: GitFixture, ask: Ask, tmp_path: Path, is_right: bool
) -> None:
    digest = {} if is_right else {"checkpoint_sha256": f"'{'0' * 64}'"}
    catalog.commit({"catalog/m.yaml": card("m", checkpoint="m.pt", **digest), "catalog/m.pt": WEIGHTS})
    for _ in range(2):
        assert ask("fetch", "m", "--rev", "HEAD", "--force")[0] == (0 if is_right else 5)
    assert [*(tmp_path / "assets" / "assetcards").glob("*.work")] == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"checkpoint": "file:///tmp/x%00y"}, "has a NUL character, which no address has"),
        ({"checkpoint": '"file://[::1/x"'}, "which is no address"),
        ({"checkpoint": '"s3://[bad/x"'}, "which is no address"),
        ({"checkpoint": '""'}, "is empty: it names no asset"),
        ({"checkpoint": "/tmp", "checkpoint_path": '"a\\0b"'}, "has a NUL character, which no path has"),
    ],
)
@pytest.mark.parametrize("verb", ["fetch", "verify"])
def test_what_no_program_takes_for_an_address_is_said_at_its_line(
    catalog: GitFixture, ask: Ask, verb: str, fields: dict[str, str], words: str
) -> None:
    catalog.write({"catalog/m.yaml": card("m", **fields)})
    code, out, err = ask(verb, "m")
    assert (code, words in out + err, "Traceback" in err) == (1, True, False), out + err
    assert "catalog/m.yaml:" in out + err


def test_a_device_is_said_to_be_one_as_other_faults_of_an_asset_are(catalog: GitFixture, ask: Ask) -> None:
    catalog.write({"catalog/m.yaml": card("m", checkpoint="/dev/zero", checkpoint_sha256=SHA256)})
    code, out, err = ask("fetch", "m")
    assert (code, out) == (4, "")
    assert err.startswith("catalog: /dev/zero: is a device, not a file (name a file or a folder); it is the checkpoint")


def test_the_path_of_an_asset_itself_is_it(catalog: GitFixture, ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "m").mkdir()
    catalog.write({"catalog/m.yaml": card("m", checkpoint=tmp_path / "m", checkpoint_path="'.'")})
    assert ask("fetch", "m", "--format", "paths") == (0, f"{tmp_path}/m\n", "")


def test_of_processes_that_begin_together_one_hashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "LARGE", 1)
    monkeypatch.setattr(remembered, "SETTLED_NS", -(10**9))
    (tmp_path / "m.pt").write_bytes(WEIGHTS)
    hashed: list[str] = []
    barrier = threading.Barrier(4)

    def hash_slowly(place: str) -> str:
        hashed.append(place)
        time.sleep(0.2)
        return SHA256

    def want() -> None:
        one = remembered.Remembered(str(tmp_path / "hashes"), str(tmp_path / "m.pt"))
        barrier.wait(20)
        try:
            assert one.hash(str(tmp_path / "m.pt"), hash_slowly) == SHA256
        finally:
            one.save()

    threads = [threading.Thread(target=want) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert hashed == [str(tmp_path / "m.pt")]

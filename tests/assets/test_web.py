"""Addresses of web servers, from the card to the cache: the engine has tests of its own."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.assets.conftest import SHA256, WEIGHTS, Ask, card
from tests.assets.http.servers import FileServer, file_server, redirect, say, serve
from tests.assets.test_verify import tree_of
from tests.gitfixture import GitFixture


@pytest.fixture
def server() -> Iterator[FileServer]:
    with file_server() as server:
        yield server


@pytest.fixture
def tiny(catalog: GitFixture, server: FileServer) -> str:
    """The address of a file, for which there is a card with its digest."""
    url = server.add("/tiny.safetensors", WEIGHTS)
    catalog.write({"catalog/tiny.yaml": card("tiny", checkpoint=f'"{url}"', checkpoint_sha256=SHA256)})
    return url


def assets(tmp_path: Path) -> list[str]:
    """What is in the cache, without locks."""
    root = tmp_path / "assets" / "assetcards"
    return sorted(path.relative_to(root).name for path in root.rglob("*") if path.is_file() and "lock" not in path.name)


def test_a_file_is_fetched_once_checked_and_has_no_name_of_the_server(
    tiny: str, server: FileServer, ask: Ask, tmp_path: Path
) -> None:
    code, out, err = ask("fetch", "tiny", "--format", "paths", "--require-digests")
    path = Path(out.strip())
    assert (code, err, path.read_bytes(), path.name) == (0, "", WEIGHTS, "content.safetensors")
    assert path.is_relative_to(tmp_path / "assets" / "assetcards")
    assert ask("fetch", "tiny", "--format", "paths", "--offline") == (0, out, "")
    assert ask("fetch", "tiny", "--dry-run") == (0, f"tiny checkpoint  {tiny} is here\n", "")
    assert ask("verify", "tiny", "--fresh")[0] == 0
    assert len(server.asked) == 1
    assert assets(tmp_path) == ["about.json", "content.safetensors"]
    assert ask("fetch", "tiny", "--force", "--format", "paths") == (0, out, "")
    assert len(server.asked) == 2


def test_other_bytes_never_get_the_name_of_the_asset(tiny: str, server: FileServer, ask: Ask, tmp_path: Path) -> None:
    server.behave("/tiny.safetensors", serve(content=b"x" + WEIGHTS[1:]))
    assert ask("fetch", "tiny")[:2] == (5, "")
    assert assets(tmp_path) == []
    assert ask("fetch", "tiny")[0] == 0


def test_another_digest_or_address_is_another_asset(
    catalog: GitFixture, tiny: str, server: FileServer, ask: Ask, tmp_path: Path
) -> None:
    assert ask("fetch", "tiny")[0] == 0
    catalog.write({"catalog/tiny.yaml": card("tiny", checkpoint=f'"{tiny}"', checkpoint_sha256=f'"{"0" * 64}"')})
    assert ask("fetch", "tiny")[0] == 5
    assert assets(tmp_path) == ["about.json", "content.safetensors"]


def test_what_is_not_in_the_cache_is_said_offline(tiny: str, server: FileServer, ask: Ask) -> None:
    code, _, err = ask("fetch", "tiny", "--offline")
    assert (code, server.asked) == (4, [])
    assert err.startswith(f"catalog: {tiny}: is not in the cache, and nothing may be fetched")
    assert ask("verify", "tiny")[1].startswith("not fetched  tiny checkpoint")


def test_a_catalog_from_elsewhere_cannot_have_this_machine_asked(
    catalog: GitFixture, tiny: str, server: FileServer, ask: Ask
) -> None:
    catalog.commit()
    code, _, err = ask("fetch", "tiny", "--repo", catalog.folder.as_uri(), "--rev", "HEAD")
    assert (code, server.asked) == (4, [])
    assert "which may not be asked" in err


def test_a_server_that_has_nothing_is_named_with_the_card(catalog: GitFixture, server: FileServer, ask: Ask) -> None:
    catalog.write({"catalog/tiny.yaml": card("tiny", checkpoint=f'"{server.url("/no.pt")}"')})
    code, _, err = ask("fetch", "tiny")
    assert (code, "it is the checkpoint of 'tiny', written at catalog/tiny.yaml:3" in err) == (4, True)


def test_many_processes_fetch_a_file_once(catalog: GitFixture, tiny: str, server: FileServer, tmp_path: Path) -> None:
    server.behave("/tiny.safetensors", serve(chunk=1000, pause=0.05))
    command = [sys.executable, "-m", "assetcards", "fetch", "tiny", "--format", "paths"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    try:
        said = {process.communicate(timeout=120)[0] for process in running}
    finally:
        for process in running:
            process.kill()
    (path,) = said
    assert Path(path.strip()).read_bytes() == WEIGHTS
    assert len(server.asked) == 1


def test_where_locks_do_not_hold_the_bytes_are_right_as_well(
    catalog: GitFixture, tiny: str, server: FileServer, tmp_path: Path
) -> None:
    server.behave("/tiny.safetensors", *[serve(chunk=1000, pause=0.02) for _ in range(4)])
    run = "import fcntl; fcntl.flock = lambda *_: None; from assetcards.cli.main import main; raise SystemExit(main())"
    command = [sys.executable, "-c", run, "fetch", "tiny", "--format", "paths"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    try:
        said = {(process.communicate(timeout=120)[0], process.returncode) for process in running}
    finally:
        for process in running:
            process.kill()
    ((path, code),) = said
    assert (code, Path(path.strip()).read_bytes()) == (0, WEIGHTS)


def test_credentials_of_an_address_are_in_no_file_and_no_message(
    catalog: GitFixture, server: FileServer, ask: Ask, tmp_path: Path
) -> None:
    url = server.add("/x.pt", WEIGHTS).replace("http://", "http://me:canary@")
    catalog.write({"catalog/tiny.yaml": card("tiny", checkpoint=f'"{url}"')})
    said = [ask("fetch", "tiny"), ask("fetch", "tiny", "--dry-run"), ask("fetch", "tiny", "--format", "json")]
    assert "canary" not in json.dumps(said)
    written = [path for path in (tmp_path / "assets").rglob("*") if path.is_file()]
    assert not any(b"canary" in path.read_bytes() or "canary" in path.name for path in written)


def archive(files: dict[str, bytes]) -> bytes:
    """A zip file."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for path, each in files.items():
            file.writestr(path, each)
    return content.getvalue()


@pytest.mark.parametrize("is_of_folder", [False, True])
def test_an_archive_is_unpacked_and_has_the_digest_of_itself_or_of_its_folder(
    catalog: GitFixture, server: FileServer, ask: Ask, is_of_folder: bool
) -> None:
    files = {"a/m-1.pt": b"1" * 100, "m.json": b"{}"}
    content = archive(files)
    digest = tree_of(files) if is_of_folder else hashlib.sha256(content).hexdigest()
    written = card("tiny", checkpoint=f'"{server.add("/m.zip", content)}"', checkpoint_sha256=f'"{digest}"')
    catalog.write({"catalog/tiny.yaml": f"{written}checkpoint_path: a/m-1.pt\n"})
    code, out, err = ask("fetch", "tiny", "--format", "paths", "--require-digests")
    path = Path(out.strip())
    assert (code, err, path.read_bytes()) == (0, "", b"1" * 100)
    assert [ask("fetch", "tiny", "--offline")[0], ask("verify", "tiny", "--fresh")[0], len(server.asked)] == [0, 0, 1]
    path.write_bytes(b"2" * 100)
    assert [ask("fetch", "tiny", "--offline")[0], ask("verify", "tiny")[0]] == [5, 1]


@pytest.mark.parametrize("sent", [archive({"m.json": b"other"}), archive({"../m": b""}), b"PK\x03\x04 cut"])
@pytest.mark.parametrize("is_of_folder", [False, True])
@pytest.mark.parametrize("options", [[], ["--force"]])
def test_an_archive_that_was_wrong_once_is_fetched_again(
    catalog: GitFixture,
    server: FileServer,
    ask: Ask,
    tmp_path: Path,
    sent: bytes,
    is_of_folder: bool,
    options: list[str],
) -> None:
    files = {"m.json": b"{}"}
    url = server.add("/m.zip", archive(files), serve(content=sent))
    digest = tree_of(files) if is_of_folder else hashlib.sha256(archive(files)).hexdigest()
    catalog.write({"catalog/tiny.yaml": card("tiny", checkpoint=f'"{url}"', checkpoint_sha256=f'"{digest}"')})
    assert ask("fetch", "tiny", *options)[:2] == (5, "")
    assert assets(tmp_path) == []
    assert ask("fetch", "tiny", *options)[0] == 0
    assert len(server.asked) == 2


def test_an_archive_that_leaves_its_folder_is_refused(
    catalog: GitFixture, server: FileServer, ask: Ask, tmp_path: Path
) -> None:
    url = server.add("/m.zip", archive({"../../../out": b"x"}))
    catalog.write({"catalog/tiny.yaml": card("tiny", checkpoint=f'"{url}"')})
    assert ask("fetch", "tiny")[:2] == (5, "")
    assert [*tmp_path.rglob("out")] == []


def test_a_dry_run_asks_how_large_a_file_is_and_brings_nothing(
    tiny: str, server: FileServer, ask: Ask, tmp_path: Path
) -> None:
    assert ask("fetch", "tiny", "--dry-run") == (0, f"tiny checkpoint  {tiny}: would fetch 7.0 kB in 1 file\n", "")
    server.behave("/tiny.safetensors", serve(length=None))
    assert "would fetch an unknown size" in ask("fetch", "tiny", "--dry-run")[1]
    assert "would fetch an unknown size" in ask("fetch", "tiny", "--dry-run", "--offline")[1]
    assert (assets(tmp_path), len(server.asked)) == ([], 2)
    server.files.clear()
    assert ask("fetch", "tiny", "--dry-run")[0] == 4


def test_a_login_is_sent_to_its_host_and_is_in_no_message_and_no_file(
    tiny: str, server: FileServer, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATALOG_HTTP_TOKEN_127_0_0_1", "canary")
    elsewhere = server.url("/moved.safetensors").replace("127.0.0.1", "localhost")
    server.add("/moved.safetensors", WEIGHTS)
    server.behave("/tiny.safetensors", redirect(elsewhere))
    said = ask("fetch", "tiny")
    assert (said[0], [asked.headers.get("authorization") for asked in server.asked]) == (0, ["Bearer canary", None])
    server.files.clear()
    refused = ask("fetch", "tiny", "--force")
    assert (refused[0], "canary" in repr((said, refused))) == (4, False)
    assert not any(b"canary" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_a_fetch_that_was_killed_goes_on_from_where_it_was(
    tiny: str, server: FileServer, ask: Ask, tmp_path: Path
) -> None:
    content = WEIGHTS * 1000
    large = card("large", checkpoint=f'"{server.add("/large.pt", content, serve(pause=0.01))}"')
    Path("catalog/large.yaml").write_text(large)
    process = subprocess.Popen([sys.executable, "-m", "assetcards", "fetch", "large"])
    try:
        while not any(path.stat().st_size > 500_000 for path in (tmp_path / "assets").rglob("*") if path.is_file()):
            assert process.poll() is None
            time.sleep(0.01)
    finally:
        process.kill()
        process.wait()
    code, out, _ = ask("fetch", "large", "--format", "paths")
    assert (code, Path(out.strip()).read_bytes() == content) == (0, True)
    assert server.asked[-1].headers.get("range", "").startswith("bytes=")


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_who_is_not_let_in_is_told_where_to_ask_and_how_to_use_a_copy(
    catalog: GitFixture, server: FileServer, ask: Ask, status: int, options: list[str]
) -> None:
    address = server.url("/m.pt")
    server.behave("/m.pt", say(status))
    catalog.write({"catalog/m.yaml": card("m", checkpoint=f'"{address}"', url="https://example.org/gated")})
    code, out, err = ask("fetch", "m", *options)
    assert (code, out) == (4, "")
    advice = "ask for access at https://example.org/gated, or use `catalog override m checkpoint=/PATH`"
    assert f"; {advice} for a copy that you have; it is the checkpoint of 'm'" in err


def test_a_file_with_the_digest_of_a_folder_is_not_asked_for(catalog: GitFixture, server: FileServer, ask: Ask) -> None:
    url = server.add("/m.pt", WEIGHTS)
    catalog.write({"catalog/m.yaml": card("m", checkpoint=f'"{url}"', checkpoint_sha256=f"tree:{SHA256}")})
    code, out, err = ask("fetch", "m")
    assert (code, out, server.asked) == (4, "", [])
    assert "is a file, and has the digest of a folder (write the SHA-256 of the file into the card)" in err

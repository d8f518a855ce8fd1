"""What came before a cut is not asked for again, and never put together with bytes of another file."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assetcards import DownloadError
from assetcards.assets.http.limits import Limits
from assetcards.assets.http.partial_names import this_machine
from tests.assets.http.conftest import QUICK, Fetch
from tests.assets.http.servers import OLD, Behaviour, FileServer, etag_of, say, serve
from tests.assets.http.test_downloads import CONTENT, DIGEST, OTHER, left

OTHERS_DIGEST = hashlib.sha256(OTHER).hexdigest()
CUT = 150_000
ONCE = Limits(tries=1)
NO_NAME = {"etag": None}
"""What names the content of a file."""


def ranges(server: FileServer) -> list[str]:
    return [asked.headers.get("range", "") for asked in server.asked]


def cut_once(server: FileServer, fetch: Fetch, *, sha256: str | None = None, **said: object) -> str:
    """An address of which a download was cut."""
    url = server.add("/m.pt", CONTENT, serve(cut=CUT, **said))  # type: ignore[arg-type]  # as the test says
    with pytest.raises(DownloadError, match="the host closed the connection too early"):
        fetch(url, sha256=sha256, limits=ONCE)
    return url


@pytest.mark.parametrize(
    ("said", "condition"),
    [({}, etag_of(CONTENT)), ({"etag": None, "modified": OLD}, OLD)],
)
def test_the_next_call_goes_on_from_where_it_was_cut(
    server: FileServer, fetch: Fetch, target: Path, said: dict[str, str], condition: str
) -> None:
    url = cut_once(server, fetch, **said)
    (name,) = left(target)
    assert name.startswith(".part.")
    server.behave("/m.pt", serve(**said))  # type: ignore[arg-type]  # as the parameters say
    assert fetch(url).sha256 == DIGEST
    assert ranges(server) == ["", f"bytes={CUT}-"]
    assert server.asked[-1].headers["if-range"] == condition
    assert left(target) == []


def test_what_is_hashed_again_is_watched_as_what_comes_is(server: FileServer, fetch: Fetch) -> None:
    url = cut_once(server, fetch)
    seen: list[tuple[int, int | None]] = []
    fetch(url, progress=lambda done, total: seen.append((done, total)))
    assert (seen[0], seen[-1]) == ((CUT, len(CONTENT)), (len(CONTENT), len(CONTENT)))


def test_what_is_kept_is_reported(server: FileServer, fetch: Fetch) -> None:
    url = server.add("/m.pt", CONTENT, serve(cut=CUT))
    with pytest.raises(DownloadError) as caught:
        fetch(url, limits=ONCE)
    assert caught.value.hint == "run it again later: it goes on after 150.0 kB"


@pytest.mark.parametrize("said", [NO_NAME, {"etag": 'W/"weak"'}, {"etag": "no quotes"}])
def test_without_a_name_of_the_content_only_a_digest_lets_it_go_on(
    server: FileServer, fetch: Fetch, target: Path, said: dict[str, str]
) -> None:
    url = cut_once(server, fetch, **said)
    assert fetch(url).sha256 == DIGEST
    target.unlink()
    cut_once(server, fetch, sha256=DIGEST, **said)
    assert fetch(url, sha256=DIGEST).sha256 == DIGEST
    assert ranges(server) == ["", "", "", f"bytes={CUT}-"]


def test_a_file_modified_just_now_is_not_named_by_that_moment(server: FileServer, fetch: Fetch) -> None:
    from email.utils import formatdate

    url = cut_once(server, fetch, etag=None, modified=formatdate(time.time(), usegmt=True))
    assert fetch(url).sha256 == DIGEST
    assert ranges(server) == ["", ""]


@pytest.mark.parametrize(
    "behaviours",
    [
        [serve(content=OTHER)],
        [serve(content=OTHER, ignores_condition=True), serve(content=OTHER)],
        [serve(content=OTHER, ignores_condition=True, etag=None), serve(content=OTHER)],
        [serve(content=OTHER, ignores_range=True)],
        [say(416), serve(content=OTHER)],
        [say(206, ("Content-Range", "bytes 0-9/300000"), ("Content-Length", "10")), serve(content=OTHER)],
        [say(206, ("Content-Length", "10")), serve(content=OTHER)],
        [say(206, ("Content-Range", f"bytes {CUT}-9/300000"), ("ETag", etag_of(CONTENT))), serve(content=OTHER)],
        [say(206, ("Content-Type", "multipart/byteranges; boundary=x")), serve(content=OTHER)],
    ],
)
@pytest.mark.parametrize("sha256", [None, OTHERS_DIGEST])
def test_a_file_that_has_changed_is_downloaded_from_its_start(
    server: FileServer, fetch: Fetch, target: Path, behaviours: list[Behaviour], sha256: str | None
) -> None:
    url = cut_once(server, fetch, sha256=sha256)
    server.files["/m.pt"] = OTHER
    server.behave("/m.pt", *behaviours)
    assert fetch(url, sha256=sha256).sha256 == OTHERS_DIGEST
    assert target.read_bytes() == OTHER
    assert left(target) == []


def test_a_change_between_two_tries_of_one_call_is_seen(server: FileServer, fetch: Fetch, target: Path) -> None:
    fetch(server.add("/m.pt", OTHER, serve(content=CONTENT, cut=CUT)))
    assert target.read_bytes() == OTHER
    assert ranges(server) == ["", f"bytes={CUT}-"]


def test_many_cuts_are_no_failure_as_long_as_each_try_brings_much(server: FileServer, fetch: Fetch) -> None:
    url = server.add("/m.pt", CONTENT, *[serve(cut=CUT), serve(cut=CUT + 100_000)])
    assert fetch(url, limits=Limits(tries=2, progress=100_000, pause_seconds=0)).sha256 == DIGEST


def test_a_host_that_sends_a_byte_at_each_try_is_given_up(server: FileServer, fetch: Fetch) -> None:
    server.add("/m.pt", CONTENT, *[serve(cut=count) for count in range(1, 10)])
    with pytest.raises(DownloadError, match="too early"):
        fetch(server.url("/m.pt"))
    assert len(server.asked) == QUICK.tries


def test_a_part_for_another_address_is_not_taken(server: FileServer, fetch: Fetch) -> None:
    cut_once(server, fetch)
    assert fetch(server.add("/other.pt", OTHER)).sha256 == OTHERS_DIGEST
    assert ranges(server) == ["", ""]


KILLED = """
import sys
from pathlib import Path
from assetcards.assets.http.download import download
download(sys.argv[1], Path(sys.argv[2]), progress=lambda size, total: print(size, flush=True))
"""


def kill_inside(url: str, target: Path) -> int:
    """Kill a process that downloads, after its first bytes; gives its id."""
    process = subprocess.Popen([sys.executable, "-c", KILLED, url, str(target)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    process.kill()
    process.communicate()
    return process.pid


def test_the_part_of_a_process_that_was_killed_is_adopted(server: FileServer, fetch: Fetch, target: Path) -> None:
    url = server.add("/m.pt", CONTENT, serve(pause=0.1, chunk=10_000))
    kill_inside(url, target)
    assert not target.exists()
    assert fetch(url).sha256 == DIGEST
    assert ranges(server)[1].startswith("bytes=")
    assert left(target) == []


def test_what_was_interrupted_goes_on(server: FileServer, fetch: Fetch, target: Path) -> None:
    def interrupt(size: int, total: int | None) -> None:
        raise KeyboardInterrupt

    url = server.add("/m.pt", CONTENT)
    with pytest.raises(KeyboardInterrupt):
        fetch(url, progress=interrupt)
    assert fetch(url).sha256 == DIGEST
    assert ranges(server)[1].startswith("bytes=")
    assert left(target) == []


def test_the_part_of_a_process_that_runs_is_left_alone(server: FileServer, fetch: Fetch, target: Path) -> None:
    url = cut_once(server, fetch)
    (name,) = left(target)
    mine = name.replace("-0.", f"-{os.getpid()}.")
    os.rename(target.parent / name, target.parent / mine)
    assert fetch(url).sha256 == DIGEST
    assert ranges(server) == ["", ""]
    assert left(target) == [mine]


@pytest.mark.parametrize(("sha256", "is_adopted"), [(None, False), (DIGEST, True)])
def test_a_part_that_a_machine_has_left_for_long_is_adopted_where_a_digest_decides(
    server: FileServer, fetch: Fetch, target: Path, sha256: str | None, is_adopted: bool
) -> None:
    url = cut_once(server, fetch)
    (name,) = left(target)
    foreign = target.parent / name.replace(f"{this_machine()}-0", "00000000-1")
    os.rename(target.parent / name, foreign)
    assert fetch(url, sha256=sha256).sha256 == DIGEST
    assert left(target) == [foreign.name]
    target.unlink()
    for path in (foreign, foreign / "data"):
        os.utime(path, (time.time() - 7200, time.time() - 7200))
    fetch(url, sha256=sha256)
    assert ranges(server)[1:] == ["", f"bytes={CUT}-" if is_adopted else ""]
    assert left(target) == []


@pytest.mark.parametrize("about", ["", "[]", "{}", '{"source": 1}', '{"source": "x", "size": 5}'])
def test_a_part_of_which_nothing_is_known_is_not_taken(
    server: FileServer, fetch: Fetch, target: Path, about: str
) -> None:
    url = cut_once(server, fetch)
    (name,) = left(target)
    (target.parent / name / "about").write_text(about)
    assert fetch(url).sha256 == DIGEST
    assert left(target) == []


def test_a_part_that_is_complete_is_published_without_a_request(server: FileServer, fetch: Fetch, target: Path) -> None:
    url = cut_once(server, fetch)
    (name,) = left(target)
    (target.parent / name / "data").write_bytes(CONTENT)
    assert fetch(url).sha256 == DIGEST
    assert len(server.asked) == 1


def test_what_was_changed_on_the_disk_is_found_by_the_digest(server: FileServer, fetch: Fetch, target: Path) -> None:
    url = cut_once(server, fetch, sha256=DIGEST)
    (name,) = left(target)
    (target.parent / name / "data").write_bytes(random.Random(2).randbytes(CUT))
    assert fetch(url, sha256=DIGEST).sha256 == DIGEST
    assert target.read_bytes() == CONTENT


def test_what_is_noted_of_a_part_has_no_address(server: FileServer, fetch: Fetch, target: Path) -> None:
    cut_once(server, fetch)
    (name,) = left(target)
    about = json.loads((target.parent / name / "about").read_text())
    assert sorted(about) == ["etag", "modified", "source", "total"]
    assert "127.0.0.1" not in json.dumps(about)

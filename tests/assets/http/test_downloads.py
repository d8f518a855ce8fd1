"""Downloads from a real server that misbehaves: the right file or an error that says what happened, nothing else."""

from __future__ import annotations

import hashlib
import os
import random
from dataclasses import replace
from pathlib import Path

import pytest

from assetcards import DigestError, DiskError, DownloadError
from assetcards.assets.http.limits import Limits
from tests.assets.http.conftest import IMPATIENT, Fetch
from tests.assets.http.servers import (
    Behaviour,
    FileServer,
    drip,
    reset,
    say,
    say_chunked,
    say_raw,
    serve,
    stall,
)

CONTENT = random.Random(1).randbytes(300_000)
DIGEST = hashlib.sha256(CONTENT).hexdigest()
OTHER = b"x" + CONTENT[1:]
SLOW = IMPATIENT.idle_seconds * 2
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n"
SLOWLY: list[tuple[Behaviour, str]] = [
    (stall(SLOW), "the host does not answer within 0.4 seconds"),
    (drip(b"HTTP/1.1 200 OK\r\nX-", 0.1, CONTENT[:8]), "the host does not answer within 0.4 seconds"),
    (drip(HEAD, 0.1, CONTENT[:8]), "the host sent "),
    (drip(HEAD, SLOW, CONTENT[:1]), "the host sends nothing for 0.4 seconds"),
]


def left(target: Path) -> list[str]:
    """What is beside the file, but for locks."""
    return [name for name in os.listdir(target.parent) if name != target.name and not name.startswith(".lock.")]


def test_a_file_is_downloaded_once_with_its_digest_and_size(server: FileServer, fetch: Fetch, target: Path) -> None:
    url = server.add("/m.pt", CONTENT)
    steps: list[tuple[int, int | None]] = []
    done = fetch(url, sha256=DIGEST, progress=lambda size, total: steps.append((size, total)))
    assert (done.path, done.sha256, done.size) == (target, DIGEST, len(CONTENT))
    assert target.read_bytes() == CONTENT
    assert steps[-1] == (len(CONTENT), len(CONTENT))
    assert fetch(url).sha256 == DIGEST
    assert len(server.asked) == 1
    assert left(target) == []


def test_what_is_asked_says_little(server: FileServer, fetch: Fetch) -> None:
    fetch(server.add("/m.pt", CONTENT) + "?x=1")
    (asked,) = server.asked
    assert asked.path == "/m.pt?x=1"
    assert sorted(asked.headers) == ["accept", "accept-encoding", "connection", "host", "user-agent"]


def test_the_file_has_the_permissions_that_the_user_gives(server: FileServer, fetch: Fetch, target: Path) -> None:
    before = os.umask(0o027)
    try:
        fetch(server.add("/m.pt", CONTENT))
    finally:
        os.umask(before)
    assert target.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("behaviours", "requests"),
    [
        ([serve(cut=100_000)], 2),
        ([serve(cut=100_000), serve(cut=200_000)], 3),
        ([reset(0)], 2),
        ([reset(100_000)], 2),
        ([say(503)], 2),
        ([say(429, ("Retry-After", "0"))], 2),
        ([say(500), say(502)], 3),
        ([say(200, ("Content-Length", "5"), ("Transfer-Encoding", "chunked"), body=b"zzz")], 2),
        ([say_chunked(CONTENT[:5], ends=False)], 2),
        ([say_raw(b"")], 2),
        ([say_raw(b"SSH-2.0-OpenSSH\r\n")], 2),
        ([say_chunked(CONTENT)], 1),
        ([serve(headers=(("Content-Disposition", 'attachment; filename="../../evil"'),))], 1),
    ],
)
@pytest.mark.parametrize("sha256", [None, DIGEST])
def test_a_fault_that_passes_leads_to_the_right_file(
    server: FileServer, fetch: Fetch, target: Path, behaviours: list[Behaviour], requests: int, sha256: str | None
) -> None:
    done = fetch(server.add("/m.pt", CONTENT, *behaviours), sha256=sha256)
    assert (done.sha256, target.read_bytes() == CONTENT) == (DIGEST, True)
    assert len(server.asked) == requests
    assert left(target) == []


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (say(204), "the host answers with 204, not with a file"),
        (say(206, ("Content-Range", "bytes 0-4/5"), ("Content-Length", "5"), body=b"abcde"), "answers with 206, not"),
        (say(304), "the host answers with 304, not with a file"),
        (say(300, ("Location", "/m2.pt")), "the host answers with 300, not with a file"),
        (say(302), "the host answers with 302, not with a file"),
        (say(401), "the host wants a login, or another one (set CATALOG_HTTP_TOKEN_HOST for it, or write"),
        (say(403), "the host refuses access"),
        (say(404), "the host has no such file"),
        (say(410), "the host has the file no more"),
        (say(416), "the host refuses to send the file"),
        (say(418), "the host answers with 418, not with a file"),
    ],
)
def test_an_answer_without_a_file_is_reported_at_once(
    server: FileServer, fetch: Fetch, target: Path, behaviour: Behaviour, words: str
) -> None:
    with pytest.raises(DownloadError) as caught:
        fetch(server.add("/m.pt", CONTENT, behaviour), sha256=DIGEST)
    assert words in str(caught.value)
    assert caught.value.status is not None
    assert len(server.asked) == 1
    assert (target.exists(), left(target)) == (False, [])


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (say(200, ("Content-Type", "text/html; charset=utf-8"), ("Content-Length", "6"), body=b"<html>"), "is a page"),
        (say(200, body=CONTENT[:100]), "the host does not say how long the file is"),
        (serve(length=None), "the host does not say how long the file is"),
    ],
)
def test_what_may_be_no_file_or_a_part_of_one_is_refused_without_a_digest(
    server: FileServer, fetch: Fetch, target: Path, behaviour: Behaviour, words: str
) -> None:
    with pytest.raises(DownloadError, match=words):
        fetch(server.add("/m.pt", CONTENT, behaviour))
    assert not target.exists()


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (say(200, ("Content-Type", "text/html"), ("Content-Length", "6"), body=b"<html>"), "is a page (text/html)"),
        (serve(length=None, cut=1000), "the host does not say how long the file is, so that it may be cut"),
        (serve(content=OTHER), "the file at that address is another one, or the digest is wrong"),
    ],
)
def test_why_the_digest_may_be_another_one_is_reported(
    server: FileServer, fetch: Fetch, target: Path, behaviour: Behaviour, words: str
) -> None:
    with pytest.raises(DigestError) as caught:
        fetch(server.add("/m.pt", CONTENT, behaviour), sha256=DIGEST)
    assert words in caught.value.hint
    assert left(target) == []


def test_a_file_without_a_length_is_checked_by_its_digest(server: FileServer, fetch: Fetch, target: Path) -> None:
    fetch(server.add("/m.pt", CONTENT, serve(length=None)), sha256=DIGEST)
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (say(503), "the host has a fault of its own (503)"),
        (say(429), "the host gets too many requests"),
        (serve(cut=0), "the host closed the connection too early"),
        (say_raw(b"SSH-2.0\r\n"), "the host does not answer in HTTP"),
        (say_raw(b"HTTP/1.1 200 OK\r\n" + b"X: 1\r\n" * 200 + b"\r\n"), "the host does not answer in HTTP"),
    ],
)
def test_a_fault_that_stays_is_reported_in_words_after_some_tries(
    server: FileServer, fetch: Fetch, target: Path, behaviour: Behaviour, words: str
) -> None:
    with pytest.raises(DownloadError) as caught:
        fetch(server.add("/m.pt", CONTENT, *[behaviour] * 3), sha256=DIGEST)
    assert words in str(caught.value)
    assert len(server.asked) == 3
    assert not target.exists()
    server.behaviours.clear()
    assert fetch(server.url("/m.pt"), sha256=DIGEST).size == len(CONTENT)
    assert left(target) == []


def test_a_host_that_says_a_length_that_the_file_does_not_have_is_given_up(
    server: FileServer, fetch: Fetch, target: Path
) -> None:
    server.add("/m.pt", CONTENT, *[serve(length=len(CONTENT) + 1)] * 20)
    with pytest.raises(DownloadError, match="the host closed the connection too early"):
        fetch(server.url("/m.pt"))
    assert len(server.asked) == 5  # three tries, after two of which there is nothing to go on with
    assert not target.exists()


@pytest.mark.parametrize(("behaviour", "words"), SLOWLY)
@pytest.mark.parametrize("sha256", [None, DIGEST])
def test_a_host_that_is_slow_once_is_asked_again(
    server: FileServer, fetch: Fetch, target: Path, behaviour: Behaviour, words: str, sha256: str | None
) -> None:
    url = server.add("/m.pt", CONTENT, behaviour)
    fetch(url, sha256=sha256, limits=replace(IMPATIENT, tries=9))
    assert target.read_bytes() == CONTENT
    assert len(server.asked) > 1


@pytest.mark.parametrize(("behaviour", "words"), SLOWLY)
def test_a_host_that_stays_slow_is_reported(
    server: FileServer, fetch: Fetch, target: Path, behaviour: Behaviour, words: str
) -> None:
    with pytest.raises(DownloadError) as caught:
        fetch(server.add("/m.pt", CONTENT, behaviour), limits=replace(IMPATIENT, tries=1))
    assert words in str(caught.value)
    assert not target.exists()


def test_a_host_that_asks_for_a_long_wait_is_not_waited_for(server: FileServer, fetch: Fetch) -> None:
    with pytest.raises(DownloadError, match="too many requests, and asks to wait 3600 seconds") as caught:
        fetch(server.add("/m.pt", CONTENT, say(429, ("Retry-After", "3600"))))
    assert caught.value.status == 429
    assert len(server.asked) == 1


def test_a_connection_that_is_refused_is_reported(server: FileServer, fetch: Fetch) -> None:
    with pytest.raises(DownloadError, match=r"http://127.0.0.1:1/m.pt: the host refuses connections \(run it again"):
        fetch("http://127.0.0.1:1/m.pt")


def test_a_download_that_never_ends_is_ended(server: FileServer, fetch: Fetch) -> None:
    limits = Limits(idle_seconds=5, seconds=0.3, least_rate=1, pause_seconds=0)
    with pytest.raises(DownloadError, match=r"it takes more than 0.3 seconds"):
        fetch(server.add("/m.pt", CONTENT, serve(pause=0.05, chunk=1000)), limits=limits)


@pytest.mark.parametrize(
    ("sent", "wanted"), [(OTHER, DIGEST), (CONTENT[:-1], DIGEST), (CONTENT + b"x", DIGEST), (b"", DIGEST)]
)
def test_other_bytes_than_those_of_the_digest_are_refused_and_not_kept(
    server: FileServer, fetch: Fetch, target: Path, sent: bytes, wanted: str
) -> None:
    with pytest.raises(DigestError) as caught:
        fetch(server.add("/m.pt", sent), sha256=wanted)
    assert (caught.value.wanted, caught.value.got) == (DIGEST, hashlib.sha256(sent).hexdigest())
    assert (target.exists(), left(target)) == (False, [])


def test_a_file_that_is_there_with_another_digest_is_replaced(server: FileServer, fetch: Fetch, target: Path) -> None:
    target.parent.mkdir()
    target.write_bytes(OTHER)
    assert fetch(server.add("/m.pt", CONTENT), sha256=DIGEST).sha256 == DIGEST
    assert target.read_bytes() == CONTENT


def test_a_link_in_the_way_is_replaced_and_not_followed(
    server: FileServer, fetch: Fetch, target: Path, tmp_path: Path
) -> None:
    target.parent.mkdir()
    mine = tmp_path / "mine"
    mine.write_bytes(CONTENT)
    target.symlink_to(mine)
    server.add("/m.pt", OTHER)
    fetch(server.url("/m.pt"))
    assert (target.is_symlink(), target.read_bytes(), mine.read_bytes()) == (False, OTHER, CONTENT)


def test_offline_what_is_there_is_taken_and_nothing_is_asked(server: FileServer, fetch: Fetch, target: Path) -> None:
    url = server.add("/m.pt", CONTENT)
    with pytest.raises(DownloadError, match="is not here, and nothing may be downloaded"):
        fetch(url, offline=True)
    target.parent.mkdir()
    target.write_bytes(CONTENT)
    assert fetch(url, offline=True, sha256=DIGEST).sha256 == DIGEST
    assert server.asked == []


def test_a_file_beyond_the_bound_is_refused_before_or_while_it_is_sent(
    server: FileServer, fetch: Fetch, target: Path
) -> None:
    limits = Limits(size=1000, pause_seconds=0)
    for behaviour in (serve(), say_chunked(CONTENT)):
        with pytest.raises(DownloadError, match=r"the file has .*300.0 kB|more than 1.0 kB"):
            fetch(server.add("/m.pt", CONTENT, behaviour), limits=limits)
        assert left(target) == []


def test_a_file_that_the_disk_has_no_space_for_is_refused_before_it_is_sent(
    server: FileServer, fetch: Fetch, target: Path
) -> None:
    server.add("/m.pt", CONTENT, serve(length=10**13 - 1))
    with pytest.raises(DiskError, match=r"m.pt: cannot be written: 10000.0 GB are needed, and .* GB are free"):
        fetch(server.url("/m.pt"), sha256=DIGEST)
    assert left(target) == []


def test_a_folder_in_the_way_is_reported(server: FileServer, fetch: Fetch, target: Path) -> None:
    target.mkdir(parents=True)
    with pytest.raises(DiskError, match=r"m.pt: cannot be written: Is a directory"):
        fetch(server.add("/m.pt", CONTENT))
    assert left(target) == []


def test_who_waits_for_another_process_says_so(
    server: FileServer, fetch: Fetch, target: Path, caplog: pytest.LogCaptureFixture
) -> None:
    from filelock import FileLock

    from assetcards.assets.http.partial_names import key_of

    target.parent.mkdir()
    with FileLock(target.parent / f".lock.{key_of(str(target))}"), pytest.raises(DownloadError) as caught:
        fetch(server.add("/m.pt", CONTENT), limits=Limits(seconds=1.2))
    assert "another process has not downloaded it in 1.2 s (see which process has" in str(caught.value)
    assert "waiting for another process that downloads http://127.0.0.1:" in caplog.text


def test_a_file_that_is_sent_encoded_is_taken_if_a_digest_says_so_alone(server: FileServer, fetch: Fetch) -> None:
    encoded = serve(headers=(("Content-Encoding", "gzip"),))
    with pytest.raises(DownloadError, match=r"is sent encoded \(gzip\), which nobody has asked for"):
        fetch(server.add("/m.pt", CONTENT, encoded, encoded))
    assert fetch(server.url("/m.pt"), sha256=DIGEST).sha256 == DIGEST

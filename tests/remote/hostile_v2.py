"""What a server that means harm does in version 2 of git's protocol: one phase has no end, the others are right."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from tests.remote.hostile_servers import (
    COMMIT,
    FLUSH,
    Behaviour,
    Client,
    begin_answer,
    data,
    line,
    pack,
    progress,
)

DELIMITER = b"0001"
VERSION = line(b"version 2\n")
CAPABILITIES = (b"agent=git/2.39.5\n", b"ls-refs=unborn\n", b"fetch=shallow filter\n", b"object-format=sha1\n")
MANY = 5000
"""How many lines are sent at once."""


def speaks(*, refs: Behaviour | None = None, pack: Behaviour | None = None) -> Behaviour:
    """Answers each command: what is not given is done as it should be."""

    def serve(client: Client) -> None:
        client.say(VERSION, *map(line, CAPABILITIES), FLUSH)
        while True:
            answer = (refs or _has_main) if b"command=ls-refs" in _hear_command(client) else (pack or _has_nothing)
            answer(client)

    return serve


def gives_a_commit_and_no_history(commit: str, whole: bytes, flood: Behaviour) -> Behaviour:
    """Gives a commit to whoever wants it alone, and a flood to whoever wants what led to it."""

    def serve(client: Client) -> None:
        client.say(VERSION, *map(line, CAPABILITIES), FLUSH)
        while b"deepen 1" in _hear_command(client):
            cut = line(b"shallow-info\n") + line(f"shallow {commit}\n".encode())
            client.say(cut, DELIMITER, line(b"packfile\n"), data(whole), FLUSH)
        client.say(line(b"packfile\n"))
        flood(client)

    return serve


def pack_of(folder: Path) -> bytes:
    """A pack of all that led to the commit of a repository."""
    command = ["git", "-C", str(folder), "pack-objects", "--revs", "--stdout", "--quiet"]
    return subprocess.run(command, input=b"HEAD\n", capture_output=True, check=True).stdout


def _hear_command(client: Client) -> list[bytes]:
    """The next command, and all that is said with it."""
    heard = []
    while (said := client.hear_any()) != FLUSH:
        heard.append(said.rstrip(b"\n"))
    return heard


def _has_main(client: Client) -> None:
    client.say(line(f"{COMMIT} refs/heads/main\n".encode()), FLUSH)


def _has_nothing(client: Client) -> None:
    client.say(line(b"ERR nothing here\n"))


def without_end(first: bytes, numbered: Callable[[int], bytes]) -> Behaviour:
    """Says something, and then numbered lines for ever."""

    def flood(client: Client) -> None:
        client.say(first)
        number = 0
        while True:
            client.say(*(line(numbered(number + each)) for each in range(MANY)))
            number += MANY

    return flood


capabilities = without_end(VERSION, b"capability%09d=1\n".__mod__)
branches = speaks(refs=without_end(b"", lambda number: b"%s refs/heads/main%09d\n" % (COMMIT.encode(), number)))
cut_commits = speaks(pack=without_end(line(b"shallow-info\n"), b"shallow %040x\n".__mod__))
acknowledgments = speaks(pack=without_end(line(b"acknowledgments\n"), b"ACK %040x\n".__mod__))
sections = speaks(pack=without_end(b"", lambda _: b"wanted-refs\n"))
pauses = speaks(pack=without_end(line(b"packfile\n"), lambda _: b"\x01"))
flood_of_words = without_end(b"", lambda number: b"\x02counting %d\n" % number)
words = speaks(pack=without_end(line(b"packfile\n"), lambda number: b"\x02counting %d\n" % number))


def cuts_in_many_places(client: Client) -> None:
    """All is as it should be but for a list of commits at which the history is cut."""
    body = b"tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor a <a> 1 +0000\ncommitter a <a> 1 +0000\n\nx\n"
    sent = data(pack((2, b""), (1, body)))
    speaks(pack=lambda client: client.say(*_cuts(20_000), DELIMITER, line(b"packfile\n"), sent, FLUSH))(client)


ROOT_COMMIT = "7a19904e34ddef94f9bc9889c2e3a51289cbbdad"
"""The id of the commit that it has."""


def _cuts(count: int) -> Iterator[bytes]:
    yield line(b"shallow-info\n")
    yield line(f"shallow {ROOT_COMMIT}\n".encode())
    yield from (line(b"shallow %08x%032x\n" % (number << 12, number)) for number in range(count))


def _murmur(client: Client) -> None:
    """Progress whose line never ends."""
    client.say(line(b"packfile\n"))
    while True:
        client.say(progress(b"x" * 65000))


murmurs = speaks(pack=_murmur)


def answers_with_capabilities(handler: BaseHTTPRequestHandler) -> None:
    """The same over HTTP."""
    begin_answer(handler)
    handler.wfile.write(VERSION)
    lines = b"".join(line(b"capability%09d=1\n" % number) for number in range(MANY))
    while True:
        handler.wfile.write(lines)

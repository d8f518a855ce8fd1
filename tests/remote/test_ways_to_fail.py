"""What a remote read ends with when the other side is silent, refuses, or is not what it should be.

Programs that stand for ssh print what it prints, or run the command here: the machine of a test may have no ssh.
"""

from __future__ import annotations

import http.server
import os
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assetcards import GitError, open_catalog
from assetcards.errors import AccessRefusedError, RemoteError, UnreachableError
from assetcards.git import transfer
from tests.cli.conftest import Ask, ask
from tests.gitfixture import GitFixture, git_variables
from tests.remote.conftest import Served
from tests.remote.servers import LOOPBACK, HttpServer

__all__ = ["ask"]  # a fixture is found by its name here

CUT_OFF = (
    "fatal: Could not read from remote repository.\n\n"
    "Please make sure you have the correct access rights\nand the repository exists.\n"
)


@contextmanager
def silent_server() -> Iterator[str]:
    """A server that accepts whoever comes, and says nothing; gives its place."""
    with socket.create_server((LOOPBACK, 0), backlog=8) as server:
        yield f"{LOOPBACK}:{server.getsockname()[1]}"


@contextmanager
def page_server() -> Iterator[str]:
    """A server that answers every request with the same page, as a login does."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<html><body>Please log in.</body></html>\n")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it so)
            return

    server = http.server.ThreadingHTTPServer((LOOPBACK, 0), Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def program(folder: Path, text: str) -> Path:
    """A program named ssh, so that git gives it the arguments that ssh takes."""
    path = folder / "bin" / "ssh"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}")
    path.chmod(0o755)
    return path


def running_here(folder: Path) -> Path:
    return program(folder, f'echo "$@" >> {folder}/arguments\nfor last; do :; done\nexec sh -c "$last"\n')


def failure_of(source: str, rev: str | None = None) -> RemoteError:
    with pytest.raises(RemoteError) as caught:
        open_catalog(source, rev=rev)
    return caught.value


@pytest.mark.parametrize("rev", ["main", "1" * 40])
@pytest.mark.parametrize("transport", ["git", "http"])
def test_a_server_that_says_nothing_is_given_up(transport: str, rev: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "SILENCE_SECONDS", 0.5)
    with silent_server() as place:
        error = failure_of(f"{transport}://{place}/cards.git", rev)
    assert type(error) is UnreachableError
    assert error.message == f"{transport}://{place}/cards.git: it has sent nothing for 0.5 seconds"


def test_an_ssh_that_says_nothing_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "SILENCE_SECONDS", 0.5)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(program(tmp_path, "exec sleep 60\n")))
    assert type(failure_of("ssh://host/cards.git")) is UnreachableError


def test_what_goes_on_talking_is_heard_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "SILENCE_SECONDS", 0.5)
    slow = "for number in 1 2 3 4 5 6; do sleep 0.2; echo waiting >&2; done\necho 'Host key verification failed.' >&2\n"
    monkeypatch.setenv("GIT_SSH_COMMAND", str(program(tmp_path, f"{slow}exit 255\n")))
    assert failure_of("ssh://host/cards.git").message == "ssh://host/cards.git: Host key verification failed."


@pytest.mark.parametrize(
    ("printed", "sentence", "error"),
    [
        ("ssh: Could not resolve hostname nowhere: Name or service not known", "", UnreachableError),
        ("ssh: connect to host nowhere port 22: Connection refused", "", UnreachableError),
        ("ssh: connect to host nowhere port 22: No route to host", "", UnreachableError),
        ("kex_exchange_identification: Connection closed by remote host", "", UnreachableError),
        ("Timeout, server nowhere not responding.", "", UnreachableError),
        ("me@nowhere: Permission denied (publickey).", "", AccessRefusedError),
        ("Host key verification failed.", "", AccessRefusedError),
        ("ERROR: Repository not found.", "Repository not found.", AccessRefusedError),
        ("Welcome to nowhere!\nme@nowhere: Permission denied (publickey).", "me@nowhere: Permission denied", None),
        ("something else", "", RemoteError),
    ],
)
def test_what_ssh_says_is_reported_and_has_its_own_error(
    printed: str,
    sentence: str,
    error: type[Exception] | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GIT_SSH_COMMAND", str(program(tmp_path, f"echo '{printed}' >&2\nexit 255\n")))
    for source in ("me@nowhere:cards.git", "ssh://me@nowhere/cards.git"):
        failure = failure_of(source)
        assert type(failure) is (error or AccessRefusedError)
        assert (sentence or printed) in failure.message
        assert failure.hint.startswith("check ")


@pytest.mark.parametrize("address", ["ssh://git@host:22{folder}", "git@host:{folder}"])
def test_a_catalog_is_fetched_over_ssh(
    address: str, served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_SSH_COMMAND", str(running_here(tmp_path)))
    with open_catalog(address.format(folder=served.folder), rev="main") as catalog:
        assert len(list(catalog)) == 22
        assert catalog.revision is not None
        assert catalog.revision.commit == served.commit


def test_ssh_asks_nothing_and_gives_up_by_itself(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = running_here(tmp_path).parent
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    open_catalog(f"git@host:{served.folder}", rev="main").close()
    asked = (tmp_path / "arguments").read_text().splitlines()
    for option in ("-oBatchMode=yes", "-oConnectTimeout=30", "-oServerAliveInterval=15"):
        assert all(option in line for line in asked)


@pytest.mark.parametrize("means", ["variable", "configuration", "program"])
def test_the_ssh_of_the_user_is_taken(
    means: str, served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = running_here(tmp_path)
    other = tmp_path / "other"
    other.write_text("#!/bin/sh\nexit 1\n")
    other.chmod(0o755)
    settings = {"variable": other, "configuration": ours}
    if means in settings:
        configuration = tmp_path / "gitconfig"
        configuration.write_text(f"[core]\nsshCommand = {settings[means]}\n")
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(configuration))
    if means == "variable":
        monkeypatch.setenv("GIT_SSH_COMMAND", str(ours))
    monkeypatch.setenv("GIT_SSH", str(ours if means == "program" else other))
    open_catalog(f"git@host:{served.folder}", rev="main").close()
    assert (tmp_path / "arguments").read_text() != ""


def test_the_repository_of_the_current_directory_does_not_say_how_another_is_reached(
    served: Served, over_http: HttpServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "mark"
    trap = program(tmp_path, f"touch {mark}\nexit 1\n")
    here = GitFixture.init(tmp_path / "here")
    for key in ("core.sshCommand", "core.gitProxy", "credential.helper", "core.askPass"):
        here.git("config", key, str(trap))
    here.git("config", f"url.ext::{trap} .insteadOf", over_http.address)
    monkeypatch.chdir(here.folder)
    open_catalog(f"{over_http.address}/cards.git", rev="main").close()
    over_http.login = "ada:hunter2"
    with pytest.raises(AccessRefusedError):
        open_catalog(f"{over_http.address}/cards.git", rev="main")
    monkeypatch.setenv("GIT_SSH", str(running_here(tmp_path)))
    open_catalog(f"git@host:{served.folder}", rev="main").close()
    assert not mark.exists()


def test_an_address_with_credentials_is_no_argument_of_a_program(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The git that comes first notes what it is given, and hands it on."""
    real = subprocess.run(["which", "git"], capture_output=True, text=True, check=True).stdout.strip()
    noting = tmp_path / "bin" / "git"
    noting.parent.mkdir()
    noting.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/arguments\nexec {real} "$@"\n')
    noting.chmod(0o755)
    monkeypatch.setenv("PATH", f"{noting.parent}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(UnreachableError):
        open_catalog("https://me:hunter2@no-such-host.invalid/cards.git", rev="main")
    noted = (tmp_path / "arguments").read_text()
    assert "ls-remote" in noted
    assert "hunter2" not in noted


def test_an_empty_repository_and_a_page_of_another_kind_say_what_they_lack(tmp_path: Path, ask: Ask) -> None:
    empty = GitFixture.init(tmp_path / "empty", "--bare").folder.as_uri()
    for rev in ("HEAD", "main", "abcdef1"):
        code, out, err = ask("list", "--repo", empty, "--rev", rev)
        said = f"{empty} has no branches or tags: it is empty, or not a git repository"
        assert (code, out, err) == (3, "", f"catalog: {said} (check the address, or push to it first)\n")
    with page_server() as address:
        code, out, err = ask("list", "--repo", f"{address}/cards.git", "--rev", "main")
    said = f"{address}/cards.git: {address}/cards.git/info/refs not valid: is this a git repository?"
    assert (code, out, err) == (3, "", f"catalog: {said} (check that a git repository is served there)\n")


def test_the_id_of_a_commit_may_be_written_in_capitals(served: Served, cache: Path) -> None:
    for rev in (served.commit, served.commit.upper()):
        with open_catalog(served.folder.as_uri(), rev=rev) as catalog:
            assert catalog.revision is not None
            assert catalog.revision.commit == served.commit
    assert len([path for path in cache.glob("git/*/*") if path.is_dir() and path.name != "revisions"]) == 1


@pytest.mark.parametrize("name", ["2024", "deadbeef"])
def test_a_tag_that_could_be_an_id_says_how_to_write_it(name: str, served: Served, ask: Ask) -> None:
    subprocess.run(["git", "-C", served.folder, "tag", name], env=git_variables(served.folder), check=True)
    source = served.folder.as_uri()
    try:
        hint = f"write refs/heads/{name} or refs/tags/{name}, or the full id"
        said = f"catalog: {name!r} may be a short id or the name of a branch or tag ({hint})\n"
        assert ask("list", "--repo", source, "--rev", name) == (3, "", said)
        assert ask("list", "--repo", source, "--rev", f"refs/tags/{name}")[0] == 0
    finally:
        subprocess.run(["git", "-C", served.folder, "tag", "-d", name], env=git_variables(served.folder), check=True)


@pytest.mark.parametrize(("form", "digits", "ids"), [("sha256", 40, "256, of 64"), ("sha1", 64, "1, of 40")])
def test_an_id_of_the_other_length_is_no_id_there(form: str, digits: int, ids: str, tmp_path: Path, ask: Ask) -> None:
    repo = GitFixture.init(tmp_path / "cards", f"--object-format={form}")
    repo.commit({"catalog/catalog.toml": ""})
    source, rev = repo.folder.as_uri(), "1" * digits
    said = f"{rev} is not an id of {source}, whose ids are SHA-{ids} digits (name a branch, a tag or such an id)"
    assert ask("list", "--repo", source, "--rev", rev) == (3, "", f"catalog: {said}\n")


def test_a_commit_that_is_not_there_is_asked_for_once_by_its_id(over_http: HttpServer) -> None:
    with pytest.raises(GitError, match=r"no branch or tag of .* contains commit"):
        open_catalog(f"{over_http.address}/cards.git", rev="1" * 40)
    assert over_http.posts <= 3


def test_offline_nothing_is_said_to_be_fetched(served: Served, monkeypatch: pytest.MonkeyPatch, ask: Ask) -> None:
    source = served.folder.as_uri()
    assert ask("list", "--repo", source, "--rev", "main", "--format", "names")[0] == 0
    monkeypatch.setenv("CATALOG_OFFLINE", "1")
    code, out, err = ask("log", "tiny", "--repo", source, "--rev", "main")
    assert (code, out) == (3, "")
    for rev in ("abcdef1", "other"):
        said = f"catalog: {source}: {rev!r} is not in the cache (open it once while fetching is allowed"
        assert ask("list", "--repo", source, "--rev", rev)[2].startswith(said)
    assert err.startswith(f"catalog: {source}: the history of commit {served.commit[:12]} is not in the cache (")

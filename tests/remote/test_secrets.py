"""What an address says to log in with: it opens the door, and nobody else sees it.

Every process that is started meanwhile is looked at, as anybody on the machine may: its arguments, and whether its
environment can be read by others.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest

from assetcards import AddressError, SourceError, open_catalog
from assetcards.errors import AccessRefusedError
from tests.cli.conftest import Ask, ask
from tests.gitfixture import GitFixture
from tests.remote.conftest import Served
from tests.remote.servers import LOOPBACK, http_server
from tests.remote.watching import PROC, needs_proc

__all__ = ["ask"]  # a fixture is found by its name here

SECRET = "S3CR3T-of-ada"
TOKEN = "ghp_" + "S3CR3T" * 7


class Watcher:
    """What all processes of this user show while it runs."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self.programs: set[str] = set()
        self.shown: list[str] = []
        self.readable: list[str] = []

    def look(self) -> None:
        for folder in PROC.iterdir():
            if folder.name.isdecimal():
                with suppress(OSError):
                    self._look_at(folder)

    def _look_at(self, folder: Path) -> None:
        command = (folder / "cmdline").read_bytes()
        self.programs.add(command.partition(b"\0")[0].rpartition(b"/")[2].decode("utf-8", "replace"))
        if self._secret in command:
            self.shown.append(command.decode("utf-8", "replace"))
        environ = folder / "environ"
        if self._secret in environ.read_bytes() and environ.stat().st_mode & 0o077:
            self.readable.append(command.decode("utf-8", "replace"))


@contextmanager
def watching(secret: str) -> Iterator[Watcher]:
    """Look at all processes again and again."""
    watcher, over = Watcher(secret), threading.Event()

    def look() -> None:
        while not over.is_set():
            watcher.look()

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield watcher
    finally:
        over.set()
        thread.join()


@pytest.fixture
def noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the programs that git starts for HTTP are given, however short they live."""
    where = subprocess.run(["git", "--exec-path"], capture_output=True, text=True, check=True).stdout.strip()
    programs, arguments = tmp_path / "exec", tmp_path / "arguments"
    programs.mkdir()
    for path in Path(where).iterdir():
        if path.name not in ("git-remote-http", "git-remote-https"):
            (programs / path.name).symlink_to(path)
    for name in ("git-remote-http", "git-remote-https"):
        (programs / name).write_text(f'#!/bin/sh\necho "$@" >> {arguments}\nexec {where}/{name} "$@"\n')
        (programs / name).chmod(0o755)
    monkeypatch.setenv("GIT_EXEC_PATH", str(programs))
    return arguments


def source_of(address: str, user: str, password: str | None) -> str:
    login = quote(user, safe="") + ("" if password is None else f":{quote(password, safe='')}")
    return f"{address.replace('://', f'://{login}@')}/cards.git"


def files_below(*folders: Path) -> str:
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return "".join(path.read_text("latin-1") + str(path) for path in files)


@needs_proc
def test_no_process_shows_a_password_and_no_file_or_document_holds_it(
    served: Served, cache: Path, tmp_path: Path, noted: Path, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    with http_server(served.folder.parent, login=f"ada:{SECRET}") as server, watching(SECRET) as watcher:
        source = source_of(server.address, "ada", SECRET)
        monkeypatch.setenv("CATALOG_REPO", source)
        monkeypatch.chdir(tmp_path)
        printed = [ask("show", "tiny", "--rev", "main", "--format", "json"), ask("log", "tiny", "--rev", "main")]
        printed += [ask("list", "--rev", "nowhere"), ask("cache", "ls"), ask("lock", "tiny", "--rev", "main")]
        with pytest.raises(Exception, match="nowhere") as caught:
            open_catalog(source, rev="nowhere")
    assert [code for code, _, _ in printed] == [0, 0, 3, 0, 0]
    assert {"git", "git-remote-http"} <= watcher.programs
    assert (watcher.shown, watcher.readable) == ([], [])
    assert SECRET not in noted.read_text()
    assert SECRET not in "".join(map(repr, printed))
    assert SECRET not in repr(caught.value) + str(caught.value.args) + str(caught.value.__cause__)
    assert "catalog.lock" in os.listdir(tmp_path)
    assert SECRET not in files_below(tmp_path, cache)


@needs_proc
def test_a_token_instead_of_a_user_logs_in_and_is_shown_as_little(served: Served, noted: Path, cache: Path) -> None:
    with http_server(served.folder.parent, login=f"{TOKEN}:") as server, watching(TOKEN) as watcher:
        open_catalog(source_of(server.address, TOKEN, None), rev="main").close()
    assert (watcher.shown, watcher.readable) == ([], [])
    assert TOKEN not in noted.read_text() + files_below(cache)


@pytest.mark.parametrize("password", ["'", '"', "a b", "$HOME", "`id`", "%s\\n", "p@w:/?#", "pässwort", "-n", ""])
def test_a_password_may_hold_anything_but_control_characters(password: str, served: Served) -> None:
    with http_server(served.folder.parent, login=f"a d'a:{password}") as server:
        open_catalog(source_of(server.address, "a d'a", password), rev="main").close()


@pytest.mark.parametrize("odd", ["%0a", "%0D", "%00", "%1b", "%7F"])
def test_a_line_ending_in_a_login_is_refused(odd: str) -> None:
    for source in (f"https://u:x{odd}y@host/cards.git", f"https://u{odd}y:x@host/cards.git"):
        with pytest.raises(AddressError, match="control characters"):
            open_catalog(source, rev="main")


class _Asked(BaseHTTPRequestHandler):
    """Wants a login, and notes which one it gets."""

    server: _AskingServer

    def do_GET(self) -> None:
        self.server.logins.append(self.headers.get("Authorization"))
        self.send_response(401)
        self.send_header("WWW-Authenticate", 'Basic realm="other"')
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it so)
        return


class _AskingServer(ThreadingHTTPServer):
    logins: list[str | None]


@contextmanager
def running(server: ThreadingHTTPServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize("asks_first", [False, True])
def test_a_password_is_not_sent_on_to_another_host(asks_first: bool) -> None:
    wanted = "Basic " + base64.b64encode(f"ada:{SECRET}".encode()).decode()
    other = _AskingServer((LOOPBACK, 0), _Asked)
    other.logins = []

    class Redirecting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if asks_first and self.headers.get("Authorization") != wanted:
                self.send_response(401)
                self.send_header("WWW-Authenticate", 'Basic realm="cards"')
            else:
                self.send_response(302)
                self.send_header("Location", f"http://localhost:{other.server_port}{self.path}")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it so)
            return

    first = ThreadingHTTPServer((LOOPBACK, 0), Redirecting)
    with running(other), running(first), pytest.raises(AccessRefusedError):
        open_catalog(source_of(f"http://{LOOPBACK}:{first.server_port}", "ada", SECRET), rev="main")
    assert set(other.logins) == {None}


def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """A git configuration of the user."""
    (tmp_path / "gitconfig").write_text(text)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))


@needs_proc
def test_a_password_that_the_configuration_of_git_adds_is_shown_as_little(
    served: Served, cache: Path, noted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with http_server(served.folder.parent, login=f"ada:{SECRET}") as server, watching(SECRET) as watcher:
        with_login = server.address.replace("://", f"://ada:{SECRET}@")
        configured(tmp_path, monkeypatch, f'[url "{with_login}/"]\ninsteadOf = "{server.address}/"\n')
        open_catalog(f"{server.address}/cards.git", rev="main").close()
        with pytest.raises(SourceError, match="nowhere") as caught:
            open_catalog(f"{server.address}/cards.git", rev="nowhere")
    assert (watcher.shown, watcher.readable) == ([], [])
    assert SECRET not in noted.read_text() + files_below(cache) + str(caught.value)


def test_the_configuration_of_git_may_lead_to_another_transport(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured(tmp_path, monkeypatch, f'[url "file://{served.folder.parent}/"]\ninsteadOf = "https://cards.example/"\n')
    open_catalog("https://cards.example/cards.git", rev="main").close()
    configured(tmp_path, monkeypatch, f'[url "{served.folder.parent}/"]\ninsteadOf = "https://cards.example/"\n')
    open_catalog("https://cards.example/cards.git", rev="main").close()


SETTINGS_IN_VARIABLES = {
    "url": ("url.ADDRESS/.insteadOf", "https://cards.example/"),
    "a helper": ("credential.helper", f"!printf 'username=ada\\npassword={SECRET}\\n' #"),
    "a header": ("http.extraHeader", f"Authorization: Basic {base64.b64encode(f'ada:{SECRET}'.encode()).decode()}"),
}


@pytest.mark.parametrize("form", ["numbered", "an option"])
@pytest.mark.parametrize("means", SETTINGS_IN_VARIABLES)
def test_settings_in_variables_count_where_something_is_fetched(
    means: str, form: str, served: Served, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with http_server(served.folder.parent, login=None if means == "url" else f"ada:{SECRET}") as server:
        source = f"{'https://cards.example' if means == 'url' else server.address}/cards.git"
        if means != "url":
            with pytest.raises(AccessRefusedError):
                open_catalog(source, rev="main")
        key, value = SETTINGS_IN_VARIABLES[means]
        key = key.replace("ADDRESS", server.address)
        if form == "numbered":
            monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
            monkeypatch.setenv("GIT_CONFIG_KEY_0", key)
            monkeypatch.setenv("GIT_CONFIG_VALUE_0", value)
        else:
            quoted = value.replace("'", "'\\''").replace("!", "'\\!'")
            monkeypatch.setenv("GIT_CONFIG_PARAMETERS", f"'{key}'='{quoted}'")
        open_catalog(source, rev="main").close()
    assert SECRET not in files_below(cache)


def test_a_command_for_ssh_in_variables_counts(served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ssh = tmp_path / "ssh"
    ssh.write_text(f'#!/bin/sh\necho "$@" >>{tmp_path}/asked\nshift $(($# - 1))\nexec sh -c "$1"\n')
    ssh.chmod(0o755)
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", f"'core.sshCommand'='{ssh}'")
    open_catalog(f"git@host:{served.folder}", rev="main").close()
    assert "git-upload-pack" in (tmp_path / "asked").read_text()


@pytest.mark.parametrize("target", ["ext::touch mark ", f"https://u:{SECRET}/x@host/", "relative/"])
def test_the_configuration_of_git_may_not_lead_to_what_is_no_address(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    configured(tmp_path, monkeypatch, f'[url "{target}"]\ninsteadOf = "https://cards.example/"\n')
    with pytest.raises(AddressError) as caught:
        open_catalog("https://cards.example/cards.git", rev="main")
    said = "; ".join([str(caught.value), *getattr(caught.value, "__notes__", ())])
    assert "your git configuration rewrites" in said
    assert SECRET not in said
    assert not (tmp_path / "mark").exists()


@pytest.fixture
def helper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A credential helper of the user, which knows a password for ada and notes what it is asked."""
    notes = tmp_path / "notes"
    notes.touch()
    path = tmp_path / "helper"
    path.write_text(f'#!/bin/sh\necho "$1" >> {notes}\ncat >> {notes}\ntest "$1" = get && echo password=known\n')
    path.chmod(0o755)
    configured(tmp_path, monkeypatch, f"[credential]\nhelper = {path}\n")
    return notes


def test_helpers_of_the_user_are_neither_asked_nor_notified_where_the_address_has_a_password(
    served: Served, helper: Path
) -> None:
    with http_server(served.folder.parent, login="ada:hunter2") as server:
        open_catalog(source_of(server.address, "ada", "hunter2"), rev="main").close()
        with pytest.raises(AccessRefusedError):
            open_catalog(source_of(server.address, "ada", "wrong"), rev="main")
    assert helper.read_text() == ""


def test_helpers_of_the_user_are_asked_for_the_password_of_a_user(served: Served, helper: Path) -> None:
    with http_server(served.folder.parent, login="ada:known") as server:
        open_catalog(source_of(server.address, "ada", None), rev="main").close()
    assert "username=ada\n" in helper.read_text()


def test_ssh_is_given_no_password(served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ssh = tmp_path / "ssh"
    ssh.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/arguments\nfor last; do :; done\nexec sh -c "$last"\n')
    ssh.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(ssh))
    open_catalog(f"ssh://git:{SECRET}@host{served.folder}", rev="main").close()
    arguments = (tmp_path / "arguments").read_text()
    assert "git@host" in arguments
    assert SECRET not in arguments


MISTYPED = (
    f"https//u:{SECRET}@h/x",
    f"https:u:{SECRET}@h",
    f"https:/u:{SECRET}@h/x",
    f"htps://u:{SECRET}@h",
    f"HTTPS:/u:{SECRET}@h",
    f"https:///u:{SECRET}@h",
    f"u:{SECRET}@h/x.git",
    f"user:{SECRET}@host",
    f"//u:{SECRET}@h/x",
    f"https://u:{SECRET}@h:port/x",
    f"https//{SECRET}@h/x",
    f"https://h/x?token={SECRET}",
    f"https://h/x#{SECRET}",
    f"https:\\\\u:{SECRET}@h",
    f" https://u:{SECRET}@h",
    f"git+https://u:{SECRET}@h/x",
)
PLACES = (
    ("list", "--repo"),
    ("list", "--root"),
    ("list", "--store"),
    ("stores", "--format", "json", "--store"),
    ("show", "tiny", "--rev"),
    ("lock", "tiny", "--file"),
    ("diff", "main"),
    ("log", "tiny", "--repo"),
    ("validate", "--new-only"),
    ("policy", "--base"),
)


@pytest.mark.parametrize("mistyped", MISTYPED)
def test_a_mistyped_address_is_refused_and_shows_no_password(
    mistyped: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    repo = GitFixture.init(tmp_path / "cards")
    repo.commit({"catalog/catalog.toml": "", "catalog/models/tiny.yaml": "name: tiny\nmodel_family: llama\n"})
    monkeypatch.chdir(repo.folder)
    answers = [ask(*place, mistyped) for place in PLACES]
    monkeypatch.setenv("CATALOG_REPO", mistyped)
    answers.append(ask("list"))
    assert [code for code, _, _ in answers] == [3] * len(answers)
    assert SECRET not in "".join(map(repr, answers))
    assert repo.git("status", "--porcelain") == ""


NAMES = (
    *(("explain",), ("show",), ("blame",), ("log",), ("compare", "tiny"), ("lock",), ("validate",), ("rules",)),
    *(("list", "--env"), ("show", "tiny", "--env"), ("list", "--family"), ("list", "--kind"), ("list", "--where")),
    *(("list", "--format"), ("show", "tiny", "--at"), ("log", "tiny", "--since"), ("cache", "prune", "--keep")),
    *(("completion",), ("cache",), ("envs",), ()),
)
"""Where a name or a value is expected."""


@pytest.mark.parametrize("mistyped", MISTYPED[6::3])
def test_an_address_in_place_of_a_name_is_repeated_without_its_password(
    mistyped: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    cards = {"catalog/catalog.toml": "", "catalog/models/tiny.yaml": "name: tiny\nmodel_family: llama\n"}
    repo = GitFixture.init(tmp_path / "cards")
    repo.commit(cards)
    monkeypatch.chdir(repo.folder)
    answers = [ask(*place, mistyped) for place in NAMES]
    answers += [ask(*place, f"{mistyped}{'x' * 300}\n") for place in (("explain",), ("cache", "prune", "--keep"))]
    answers += [ask("list", f"{option}={mistyped}") for option in ("--where", "--kind", "--family", "--env")]
    answers += [ask("list", "--where", f"{mistyped}=1"), ask("show", f"{mistyped}@x@y")]
    monkeypatch.setenv("CATALOG_ENV", mistyped)
    answers.append(ask("list"))
    assert [answer for answer in answers if SECRET in repr(answer)] == []
    assert 70 not in [code for code, _, _ in answers]


@pytest.mark.parametrize("output_format", ["text", "json", "sarif", "github"])
def test_a_mistyped_address_in_a_card_is_found_and_not_shown(
    output_format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    addresses = (f"https:/u:{SECRET}@h/w", f"https//u:{SECRET}@h/w", f"HTTPS:u:{SECRET}@h/w")
    folder = tmp_path / "catalog"
    (folder / "models").mkdir(parents=True)
    (folder / "catalog.toml").touch()
    cards = (f"name: m{number}\nmodel_family: x\ncheckpoint: '{text}'\n" for number, text in enumerate(addresses))
    (folder / "models" / "m.yaml").write_text("---\n".join(cards))
    monkeypatch.chdir(tmp_path)
    code, out, err = ask("validate", "--format", output_format)
    assert code == 1
    assert SECRET not in out + err
    assert out.count("C603") >= len(addresses)


def test_cards_that_are_locked_by_a_login_are_described_as_all_others(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    monkeypatch.chdir(tmp_path)
    with http_server(served.folder.parent, login=f"ada:{SECRET}") as server:
        source = source_of(server.address, "ada", SECRET)
        code, out, err = ask("lock", "tiny", "--repo", source, "--rev", "main", "--format", "json")
    assert (code, err) == (0, "")
    assert [card["name"] for card in json.loads(out)["cards"]] == ["tiny"]


@pytest.mark.parametrize("source", [f"https://u:{SECRET}@127.0.0.1:1/cards.git", f"https//u:{SECRET}@h/x"])
def test_a_lock_file_with_a_password_shows_none(
    source: str, served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    monkeypatch.chdir(tmp_path)
    assert ask("lock", "tiny", "--repo", served.folder.as_uri(), "--rev", "main")[0] == 0
    lock = Path("catalog.lock")
    lock.write_text(lock.read_text().replace(served.folder.as_uri(), source))
    assert SECRET in lock.read_text()
    code, out, err = ask("lock", "--check")
    assert (code, "h" in out + err) == (3, True)
    assert SECRET not in out + err

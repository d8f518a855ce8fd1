"""A token and a variable that somebody might want: over six shapes of redirection the first host alone sees the token,
and nobody sees the variable.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from assetcards import DownloadError
from assetcards.assets.http.logins import user_logins
from assetcards.assets.http.redirects import Access
from tests.assets.conftest import card, catalog
from tests.assets.http.conftest import Fetch
from tests.assets.http.servers import Behaviour, FileServer, Reply, file_server, redirect, say, serve
from tests.assets.http.test_downloads import CONTENT
from tests.gitfixture import GitFixture

__all__ = ["catalog"]  # fixtures are found by their names here

TOKEN, CANARY = "token-of-the-first-host", "canary-of-the-environment"
SHAPES = {
    "another port": ["{second}/m.pt"],
    "another name of the host": ["{named}/m.pt"],
    "by way of the first host": ["{first}/a", "{second}/m.pt"],
    "and back": ["{second}/a", "{first}/m.pt"],
    "without a scheme": ["//127.0.0.1:{port}/m.pt"],
    "with the variable in it": ["{second}/$CATALOG_CANARY", ""],
}


def steps_of(shape: str, first: FileServer, second: FileServer) -> list[str]:
    """Where a shape of redirection leads, one after the other."""
    names = {"first": first.url(""), "second": second.url(""), "port": str(second.server_port)}
    names["named"] = f"http://localhost:{second.server_port}"
    return [step.format(**names) for step in SHAPES[shape]]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("ending", [serve(), say(404), serve(cut=100)])
def test_a_token_is_seen_by_the_first_host_alone(
    fetch: Fetch,
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    shape: str,
    ending: Behaviour,
) -> None:
    monkeypatch.setenv("CATALOG_HTTP_TOKEN_127_0_0_1", TOKEN)
    monkeypatch.setenv("CATALOG_CANARY", CANARY)
    with file_server() as first, file_server() as second:
        steps = steps_of(shape, first, second)
        for server in (first, second):
            server.files["/m.pt"] = CONTENT
            server.behave("/m.pt", ending)
        first.behave("/start", redirect(steps[0]))
        for server in (first, second):
            server.behave("/a", redirect(steps[-1]))
        said = ""
        try:
            fetch(first.url("/start"), access=Access(login=user_logins()))
        except DownloadError as error:
            said = "".join([str(error), *getattr(error, "__notes__", ())])
        asked = [*first.asked, *second.asked]
        assert [each for each in first.asked if each.headers.get("authorization") != f"Bearer {TOKEN}"] == []
        assert [each for each in second.asked if TOKEN in str(each)] == []
        assert [each for each in asked if CANARY in str(each)] == []
    names_and_content = [str(path) + path.read_text("latin-1") for path in target.parent.rglob("*") if path.is_file()]
    shown = said + "".join(names_and_content) + "".join(capfd.readouterr())
    assert [secret for secret in (TOKEN, CANARY) if secret in shown] == []
    assert TOKEN in os.environ.values()


def shown_by_processes(parent: int) -> tuple[str, str]:
    """The command lines of all processes, which everybody sees, and the variables of those that one has started."""
    shown, given = [], []
    for process in filter(str.isdigit, os.listdir("/proc")):
        with suppress(OSError):
            folder = Path("/proc", process)
            shown.append((folder / "cmdline").read_bytes())
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                given.append((folder / "environ").read_bytes())
    return b"\n".join(shown).decode(errors="replace"), b"\n".join(given).decode(errors="replace")


def test_no_list_of_processes_no_program_that_is_started_and_no_name_in_the_caches_has_a_token_or_the_variable(
    catalog: GitFixture, tmp_path: Path
) -> None:
    """All shapes one after the other, each looked at while the last host is asked; the last one is refused."""
    looks: list[tuple[str, str]] = []

    def look(reply: Reply) -> None:
        looks.append(shown_by_processes(process.pid))
        serve()(reply)

    with file_server() as first, file_server() as second:
        for number, shape in enumerate(SHAPES):
            steps = [step.replace("/a", f"/a{number}") for step in steps_of(shape, first, second)]
            first.behave(f"/start{number}", redirect(steps[0]))
            for server in (first, second):
                server.behave(f"/a{number}", redirect(steps[-1]))
        for server in (first, second):
            server.files["/m.pt"] = CONTENT
            server.behave("/m.pt", *[look] * len(SHAPES))
        cards = [card(f"m{number}", checkpoint=f'"{first.url(f"/start{number}")}"') for number in range(len(SHAPES))]
        catalog.commit({"catalog/m.yaml": "---\n".join(cards)})
        command = [sys.executable, "-m", "assetcards", "fetch", *[f"m{number}" for number in range(len(SHAPES))]]
        environment = {**os.environ, "CATALOG_HTTP_TOKEN_127_0_0_1": TOKEN, "CATALOG_CANARY": CANARY}
        process = subprocess.Popen(
            [*command, "--rev", "HEAD"],
            cwd=catalog.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        said = process.communicate(timeout=120)[0].decode()
        asked = [str(each) for server in (first, second) for each in server.asked]
    assert (process.returncode, len(looks)) == (4, len(SHAPES) - 1), said
    assert all("cat-file" in shown and "PATH=" in given for shown, given in looks), "git is there to be looked at"
    assert [secret for secret in (TOKEN, CANARY) if secret in said] == []
    assert sum(TOKEN in shown or CANARY in shown or TOKEN in given for shown, given in looks) == 0
    names = [str(path) for path in tmp_path.rglob("*")]
    assert [each for each in names if TOKEN in each or CANARY in each] == []
    assert [each for each in asked if CANARY in each] == []

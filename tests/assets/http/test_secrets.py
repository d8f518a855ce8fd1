"""A token and a variable that somebody might want: over six shapes of redirection the first host alone sees the token,
and nobody sees the variable.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assetcards import DownloadError
from assetcards.assets.http.logins import user_logins
from assetcards.assets.http.redirects import Access
from tests.assets.http.conftest import Fetch
from tests.assets.http.servers import Behaviour, file_server, redirect, say, serve
from tests.assets.http.test_downloads import CONTENT

TOKEN, CANARY = "token-of-the-first-host", "canary-of-the-environment"
SHAPES = {
    "another port": ["{second}/m.pt"],
    "another name of the host": ["{named}/m.pt"],
    "by way of the first host": ["{first}/a", "{second}/m.pt"],
    "and back": ["{second}/a", "{first}/m.pt"],
    "without a scheme": ["//127.0.0.1:{port}/m.pt"],
    "with the variable in it": ["{second}/$CATALOG_CANARY", ""],
}


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
        names = {"first": first.url(""), "second": second.url(""), "port": str(second.server_port)}
        names["named"] = f"http://localhost:{second.server_port}"
        steps = [step.format(**names) for step in SHAPES[shape]]
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

"""Where logins come from, and that each is for its host alone."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest

from assetcards import DownloadError
from assetcards.assets.http.logins import logins
from assetcards.assets.http.redirects import Access
from tests.assets.http.conftest import Fetch
from tests.assets.http.servers import FileServer
from tests.assets.http.test_downloads import CONTENT, left


def basic(login: str) -> str:
    return f"Basic {base64.b64encode(login.encode()).decode()}"


@pytest.fixture
def netrc(tmp_path: Path) -> Path:
    path = tmp_path / "netrc"
    path.write_text("machine example.org login ada password s3cr:et\ndefault login all password everywhere\n")
    path.chmod(0o600)
    return path


def test_a_token_is_for_the_host_that_its_variable_names(netrc: Path) -> None:
    login = logins({"CATALOG_HTTP_TOKEN_MODELS_MY__LAB_ORG": "abc", "CATALOG_HTTP_TOKEN_": "none"}, str(netrc))
    assert login("models.my-lab.org") == "Bearer abc"
    assert [login(host) for host in ("lab.org", "my-lab.org", "evil.org", "models.my.lab.org")] == [None] * 4


def test_a_login_of_the_file_is_for_its_host_and_the_default_is_for_none(netrc: Path) -> None:
    login = logins({}, str(netrc))
    assert login("example.org") == basic("ada:s3cr:et")
    assert [login(host) for host in ("evil.org", "sub.example.org", "default")] == [None] * 3
    assert logins({"CATALOG_HTTP_TOKEN_EXAMPLE_ORG": "abc"}, str(netrc))("example.org") == "Bearer abc"


def test_without_a_file_of_logins_there_is_none(tmp_path: Path) -> None:
    assert logins({}, str(tmp_path / "none"))("example.org") is None


@pytest.mark.parametrize("content", ["what ever", "machine h login a password \u00e9 b c"])
def test_a_file_that_is_no_file_of_logins_is_reported_without_its_content(netrc: Path, content: str) -> None:
    netrc.write_text(content)
    with pytest.raises(DownloadError, match="the file of logins, cannot be read") as caught:
        logins({}, str(netrc))("example.org")
    assert content not in str(caught.value)


@pytest.mark.parametrize("token", ["canary\r\nX: y", "canary canary", "canary\u00e9", "canary\x00"])
def test_a_token_that_cannot_be_sent_is_reported_and_not_shown(
    server: FileServer, fetch: Fetch, target: Path, token: str
) -> None:
    access = Access(login=logins({"CATALOG_HTTP_TOKEN_127_0_0_1": token}, os.devnull))
    with pytest.raises(DownloadError, match="has spaces or characters that are no part of one") as caught:
        fetch(server.add("/m.pt", CONTENT), access=access)
    assert "canary" not in str(caught.value)
    assert left(target) == []


def test_the_first_host_gets_the_token(server: FileServer, fetch: Fetch) -> None:
    fetch(
        server.add("/m.pt", CONTENT), access=Access(login=logins({"CATALOG_HTTP_TOKEN_127_0_0_1": "abc"}, os.devnull))
    )
    assert server.asked[0].headers["authorization"] == "Bearer abc"

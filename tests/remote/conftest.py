"""A cache of each test's own, and one repository with a long history for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.remote.repositories import long_history
from tests.remote.servers import HttpServer, allow_filters, git_daemon, http_server


class Served(NamedTuple):
    """A bare repository and the id of its last commit."""

    folder: Path
    commit: str


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache folder of the test."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(folder))
    return folder


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Served:
    """A repository of 300 commits that lets clients leave blobs out."""
    folder = tmp_path_factory.mktemp("served") / "cards.git"
    commit = long_history(folder, 300)
    allow_filters(folder)
    return Served(folder, commit)


@pytest.fixture
def over_git(served: Served) -> Iterator[str]:
    """Its address at a real git daemon."""
    with git_daemon(served.folder.parent) as address:
        yield f"{address}/cards.git"


@pytest.fixture
def over_http(served: Served) -> Iterator[HttpServer]:
    """A real HTTP server in front of git, which has it as /cards.git."""
    with http_server(served.folder.parent) as server:
        yield server

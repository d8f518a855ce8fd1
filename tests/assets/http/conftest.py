"""A server, a folder to download into, and limits that keep nobody waiting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import pytest

from assetcards.assets.http.download import Downloaded, download
from assetcards.assets.http.limits import Limits
from tests.assets.http.servers import FileServer, file_server

QUICK = Limits(idle_seconds=20, connect_seconds=20, seconds=60, tries=3, progress=100_000, pause_seconds=0)
IMPATIENT = replace(QUICK, idle_seconds=0.4)
"""For hosts that are slow, once; a busy machine may be so once more."""


class Fetch(Protocol):
    """Download into the folder of the test."""

    def __call__(self, url: str, **arguments: Any) -> Downloaded: ...


@pytest.fixture(scope="module")
def module_server() -> Iterator[FileServer]:
    with file_server() as server:
        yield server


@pytest.fixture
def server(module_server: FileServer) -> FileServer:
    """A server that has no files yet, and remembers no requests."""
    module_server.files.clear()
    module_server.behaviours.clear()
    module_server.asked.clear()
    return module_server


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "m.pt"


@pytest.fixture
def fetch(target: Path) -> Fetch:
    def run(url: str, **arguments: Any) -> Downloaded:
        return download(url, target, **{"limits": QUICK, **arguments})

    return run

"""The upstreams of a catalog that is read from a remote repository: what is on this machine is none of theirs."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetcards import UpstreamError, open_catalog
from tests.remote.servers import http_server
from tests.upstream.catalogs import make_ours, settings
from tests.upstream.conftest import Both


def test_a_remote_catalog_has_no_upstream_on_this_machine(both: Both, tmp_path: Path) -> None:
    ours = make_ours(tmp_path / "theirs", settings(f"file://{both.upstream.folder}", both.commit))
    ours.clone(tmp_path / "served" / "ours.git", "--bare")
    with (
        http_server(tmp_path / "served") as server,
        open_catalog(f"{server.address}/ours.git", rev="HEAD", env="") as catalog,
    ):
        assert catalog.card("alone").name == "alone"
        with pytest.raises(UpstreamError, match="is on this machine"):
            catalog.card("tiny")

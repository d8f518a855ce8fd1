"""The upstreams of a catalog that is read from a remote repository: what is on this machine is none of theirs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assetcards import UpstreamError, open_catalog
from tests.cli.conftest import Ask
from tests.remote.servers import allow_filters, git_daemon, http_server
from tests.upstream.catalogs import OURS, make_ours, settings
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


@pytest.mark.parametrize("filters", [True, False], ids=["lean", "whole"])
def test_a_remote_catalog_uses_the_copy_that_it_has_of_an_upstream(
    both: Both, ask: Ask, tmp_path: Path, cache: Path, filters: bool
) -> None:
    assert ask("upstream", "vendor", "base", "third_party/base")[0] == 0
    both.ours.git("switch", "--quiet", "--orphan", "copied")
    both.ours.git("checkout", "main", "--", ".")
    both.ours.commit(
        {"catalog/catalog.toml": settings("../nowhere", both.commit, more='vendored = "../third_party/base"')}
    )
    both.ours.commit({"catalog/models/tiny.yaml": OURS.replace("alone", "lonely")})
    bare = both.ours.clone(tmp_path / "served" / "ours", "--bare")
    both.ours.commit({"third_party/base/speech.yaml": "name: other\n"})
    both.ours.git("push", "--quiet", bare.folder, "HEAD:refs/heads/changed")
    if filters:
        allow_filters(bare.folder)
    shutil.rmtree(both.upstream.folder)
    shutil.rmtree(cache)
    with git_daemon(tmp_path / "served") as served:
        repo = ("--repo", f"{served}/ours")
        for verb in (("show", "tiny", "--format", "json"), ("log", "tiny"), ("validate", "--strict")):
            code, _, err = ask(*verb, *repo, "--rev", "copied")
            assert (code, "left out" in err) == (0, False), err
        code, _, err = ask("show", "tiny", *repo, "--rev", "changed")
        assert (code, "of the copy in third_party/base was changed" in err) == (3, True)
    code, out, err = ask("show", "tiny", *repo, "--rev", "copied", "--offline")
    assert (code, "tiny < w2v" in out, err) == (0, True, "")

"""Upstreams in other repositories than the usual ones: two that clash, other ids, clones, work trees and submodules."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assetcards import open_catalog
from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture
from tests.upstream.catalogs import UPSTREAM, make_ours, settings
from tests.upstream.conftest import Both


def test_a_name_that_two_upstreams_have_is_reported_where_one_of_ours_needs_it(both: Both, ask: Ask) -> None:
    second = GitFixture.init(both.ours.folder.parent / "second")
    commit = second.commit({"cards/x.yaml": "name: tok\n---\nname: unused\n"})
    toml = settings("../base", both.commit) + settings("../second", commit, name="second")
    both.ours.commit({"catalog/catalog.toml": toml})
    code, out, _ = ask("validate")
    assert (code, out.count("error"), "tiny.yaml:4:16: C411 error: 'tok' of upstream" in out) == (1, 2, True), out
    assert "is defined a second time" in out
    assert ask("show", "tiny")[0] == 0


def test_an_upstream_with_ids_by_sha_256_is_read_copied_and_proved(tmp_path: Path, ask: Ask) -> None:
    upstream = GitFixture.init(tmp_path / "base", "--object-format=sha256")
    commit = upstream.commit({"cards/speech.yaml": UPSTREAM})
    upstream.git("tag", "v1")
    assert len(commit) == 64
    ours = make_ours(tmp_path / "ours", settings("../base", commit))
    with open_catalog(ours.folder, env="") as catalog:
        assert catalog.card("tiny").chain == ["tiny", "w2v"]
    repo = ["--repo", ours.folder]
    assert ask("upstream", "update", *repo)[:2] == (0, f"base: v1 = {commit[:12]}, as before\n")


def test_clones_work_trees_and_submodules_see_a_relative_upstream_from_their_remote(
    both: Both, tmp_path: Path, ask: Ask
) -> None:
    served = tmp_path / "served"
    ours, _ = both.ours.copy(served / "ours"), both.upstream.copy(served / "base")
    shutil.rmtree(both.upstream.folder)
    clone = ours.clone(tmp_path / "a" / "shallow", "--depth=1")
    tree = clone.worktree(tmp_path / "b" / "tree")
    outer = GitFixture.init(tmp_path / "c" / "outer")
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", f"file://{ours.folder}", "cards")
    for folder in (clone.folder, tree.folder, outer.folder / "cards"):
        with open_catalog(folder, env="") as catalog:
            source = catalog.card("tiny").field("license").card.source
            assert source == f"git:file://{served}/base@{both.commit}"
        assert ask("validate", "--strict", "--repo", folder)[0] == 0


def test_families_that_an_upstream_declares_do_not_count_here(both: Both, ask: Ask) -> None:
    theirs = '[families]\nclosed = true\n[families.model.llama]\narchitectures = ["theirs"]\n'
    second = GitFixture.init(both.ours.folder.parent / "second")
    card = (
        "name: {}\nmodel_family: {}\nmodel_arch: theirs\nlicense: MIT\ncheckpoint: https://example.org/x.safetensors\n"
    )
    commit = second.commit({"catalog.toml": theirs, "models/x.yaml": card.format("x", "llama")})
    toml = settings("../base", both.commit) + settings("../second", commit, name="second", root="")
    both.ours.write({"catalog/catalog.toml": toml, "catalog/models/a.yaml": card.format("a", "llama")})
    both.ours.write({"catalog/models/b.yaml": card.format("b", "my_model")})
    code, out, _ = ask("validate")
    assert (code, out.count("error"), "models/a.yaml:3:13: C7" in out) == (1, 2, True), out


@pytest.mark.parametrize(
    "address", ["ext::touch mark", "fd::7", "-oProxyCommand=touch mark:x/y", "http://u:s3cr3t@h/x"]
)
def test_an_address_that_nothing_is_read_from_is_refused_and_no_program_run(both: Both, ask: Ask, address: str) -> None:
    both.ours.write({"catalog/catalog.toml": settings(address, both.commit)})
    for question in ("validate", "upstream update", "show tiny"):
        code, out, err = ask(*question.split())
        assert (code in (1, 3), "s3cr3t" in out + err) == (True, False), (question, code, out, err)
    assert not list(both.ours.folder.parent.rglob("mark"))

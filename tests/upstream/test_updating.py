"""`catalog upstream`: what is pinned, what an update writes and says, and copies for use without network."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from assetcards import open_catalog
from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture
from tests.upstream.catalogs import UPSTREAM, settings
from tests.upstream.conftest import Both

NEWER = UPSTREAM.replace("license: MIT", "license: Apache-2.0")


def toml_of(repo: GitFixture) -> str:
    return (repo.folder / "catalog/catalog.toml").read_text()


def test_upstreams_are_listed_without_fetching_and_read_ones_with_their_cards(
    both: Both, ask: Ask, cache: Path
) -> None:
    code, out, err = ask("upstream", "list")
    assert (code, out.startswith(f"base  ../base  v1  {both.commit[:12]}  "), "not in the cache" in out, err) == (
        0,
        True,
        True,
        "",
    )
    assert not list(cache.rglob("HEAD"))
    open_catalog(env="").names()
    assert ask("upstream", "list") == (0, f"base  ../base  v1  {both.commit[:12]}  4 cards\n", "")
    [listed] = json.loads(ask("upstream", "list", "--format", "json", "--rev", "HEAD")[1])["upstreams"]
    assert listed == {
        "name": "base",
        "repository": "../base",
        "rev": "v1",
        "commit": both.commit,
        "root": "cards",
        "vendored": None,
        "cards": 4,
        "problem": None,
    }
    both.ours.write({"catalog/catalog.toml": ""})
    assert ask("upstream", "list") == (0, "no upstreams\n", "")


def test_an_update_writes_the_commit_keeps_the_rest_and_shows_what_changes_in_ours(both: Both, ask: Ask) -> None:
    moved = both.upstream.commit({"cards/speech.yaml": NEWER, "cards/new.yaml": "name: unrelated\n"})
    both.upstream.git("tag", "--force", "v1")
    before = toml_of(both.ours)
    code, out, _ = ask("upstream", "update", "--dry-run")
    assert (code, toml_of(both.ours)) == (0, before)
    assert out.startswith(f"base: v1 = {both.commit[:12]} -> {moved[:12]}\n2 changed\n"), out
    assert (
        "license" in out,
        "Apache-2.0" in out,
        "`w2v` (speech.yaml:4 of upstream base)" in out,
        "unrelated" in out,
    ) == (True, True, True, False)
    assert ask("upstream", "update", "base") == (0, out, "")
    assert toml_of(both.ours) == before.replace(both.commit, moved)
    assert ask("upstream", "update") == (0, f"base: v1 = {moved[:12]}, as before\n", "")
    code, out, _ = ask("diff", "HEAD", "--format", "json")
    assert (code, "Apache-2.0" in out) == (0, True)


def test_an_update_writes_a_missing_commit_and_says_that_a_branch_moves(both: Both, ask: Ask) -> None:
    toml = '# Ours.\n[[upstream]]\nname = "base"\nrepository = "../base"\nrev = "main"  # newest\nroot = "cards"\n'
    both.ours.write({"catalog/catalog.toml": toml})
    code, out, _ = ask("upstream", "update", "--format", "json")
    [pin] = json.loads(out)["upstreams"]
    assert (code, pin) == (0, {"name": "base", "rev": "main", "old": None, "new": both.commit, "branch": True})
    assert toml_of(both.ours) == toml.replace("newest\n", f'newest\ncommit = "{both.commit}"\n')
    assert "a branch moves" in ask("upstream", "update")[1]


def test_an_update_repairs_what_cannot_be_read_and_says_that_it_compares_nothing(both: Both, ask: Ask) -> None:
    both.ours.write({"catalog/catalog.toml": settings("../base", "v1")})
    code, out, _ = ask("upstream", "update")
    assert (code, "not compared with before: catalog.toml:1: commit is 'v1'" in out) == (0, True)
    assert ask("show", "tiny")[0] == 0
    gone = "0" * 40
    both.ours.write({"catalog/catalog.toml": settings("../base", gone)})
    code, out, _ = ask("upstream", "update")
    assert (code, "not compared with before: " in out, both.commit in toml_of(both.ours)) == (0, True, True)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["bsae"], "there is no upstream 'bsae' (did you mean 'base'?)"),
        (["base", "--offline"], "is not in the cache"),
    ],
)
def test_an_update_that_cannot_be_is_a_failure_that_writes_nothing(
    words: list[str], message: str, both: Both, ask: Ask
) -> None:
    before = toml_of(both.ours)
    code, out, err = ask("upstream", "update", *words)
    assert (code, out, message in err, toml_of(both.ours)) == (3, "", True, before)


def test_a_link_is_not_written_through(both: Both, ask: Ask, tmp_path: Path) -> None:
    both.upstream.commit({"cards/speech.yaml": NEWER})
    both.upstream.git("tag", "--force", "v1")
    secret = tmp_path / "secret.toml"
    (both.ours.folder / "catalog/catalog.toml").rename(secret)
    (both.ours.folder / "catalog/catalog.toml").symlink_to(secret)
    assert (ask("upstream", "update")[0], both.commit in secret.read_text()) == (3, True)


# Copies


def vendored(both: Both, ask: Ask) -> Path:
    """A copy in `third_party/base` that the settings name, committed."""
    code, out, err = ask("upstream", "vendor", "base", "third_party/base")
    line = 'to read them, write into this [[upstream]] of catalog.toml: vendored = "../third_party/base"\n'
    assert (code, out) == (0, f"base: wrote 4 files of commit {both.commit[:12]}\n{line}"), err
    toml = settings("../nowhere", both.commit, more='vendored = "../third_party/base"\n')
    both.ours.commit({"catalog/catalog.toml": toml})
    shutil.rmtree(both.upstream.folder)
    return both.ours.folder / "third_party/base"


def test_a_copy_is_read_without_network_from_checkout_index_and_commit(
    both: Both, ask: Ask, cache: Path, tmp_path: Path
) -> None:
    copy = vendored(both, ask)
    shutil.rmtree(cache)
    assert sorted(path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()) == [
        ".gitattributes",
        "more/mars.yaml",
        "speech.yaml",
        "vendored.txt",
    ]
    for options in ([], ["--staged", "--all"], ["--rev", "HEAD"]):
        code, out, err = ask("validate", "--strict", *options)
        assert (code, out.startswith("no findings"), err) == (0, True, ""), options
    clone = both.ours.clone(tmp_path / "clone", "--config", "core.autocrlf=true")
    with open_catalog(clone.folder, env="") as catalog:
        assert catalog.card("tiny").chain == ["tiny", "w2v"]
    assert not cache.exists()


def test_a_copy_that_a_sparse_checkout_leaves_out_is_read_from_the_index(both: Both, ask: Ask, cache: Path) -> None:
    copy = vendored(both, ask)
    shutil.rmtree(cache)
    both.ours.git("sparse-checkout", "set", "--cone", "catalog")
    assert not copy.exists()
    code, out, err = ask("show", "tiny")
    assert (code, "tiny < w2v" in out, err) == (0, True, "")
    assert not cache.exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"speech.yaml": UPSTREAM.replace("MIT", "GPL-3.0-only")}, "speech.yaml of the copy in"),
        ({"speech.yaml": None}, "lacks a file: speech.yaml"),
        ({"vendored.txt": None}, "there is no copy in"),
        (
            {"vendored.txt": "# Written by `catalog upstream vendor`\ncommit bm90aGluZw==\n"},
            "is a copy of another commit",
        ),
    ],
)
def test_a_copy_that_is_not_as_the_commit_is_refused(
    change: dict[str, str | None], message: str, both: Both, ask: Ask
) -> None:
    copy = vendored(both, ask)
    for name, text in change.items():
        (copy / name).unlink()
        if text is not None:
            (copy / name).write_text(text)
    code, out, err = ask("validate")
    assert (code, out, message in err, "catalog upstream vendor base" in err) == (3, "", True, True), err


def test_a_copy_is_written_again_for_another_commit_and_over_nothing_else(both: Both, ask: Ask) -> None:
    moved = both.upstream.commit(
        {"cards/speech.yaml": NEWER, "cards/new.yaml": "name: new\n"}, remove=["cards/more/mars.yaml"]
    )
    both.upstream.git("tag", "--force", "v1")
    folder = both.ours.folder / "third_party/base"
    assert ask("upstream", "vendor", "base", "third_party/base")[0] == 0
    both.ours.write(
        {"catalog/catalog.toml": settings("../base", both.commit, more='vendored = "../third_party/base"\n')}
    )
    assert "copy it again: catalog upstream vendor base DIR" in ask("upstream", "update")[1]
    code, _, err = ask("show", "tiny")
    assert (code, "is a copy of another commit" in err) == (3, True)
    assert ask("upstream", "vendor", "base", "third_party/base")[:2] == (
        0,
        f"base: wrote 4 files of commit {moved[:12]}\n",
    )
    assert (ask("show", "tiny")[0], (folder / "more/mars.yaml").exists()) == (0, False)
    (folder / "speech.yaml").write_text("name: mine\n")
    code, _, err = ask("upstream", "vendor", "base", "third_party/base")
    assert (code, "'third_party/base/speech.yaml' exists and is not a file of a copy" in err) == (3, True)
    assert (folder / "speech.yaml").read_text() == "name: mine\n"


@pytest.mark.parametrize("folder", ["catalog/base", "catalog", "../elsewhere", "link/base"])
def test_a_copy_is_not_written_among_our_cards_outside_of_the_work_tree_or_through_a_link(
    folder: str, both: Both, ask: Ask, tmp_path: Path
) -> None:
    (both.ours.folder / "link").symlink_to(tmp_path)
    code, out, _ = ask("upstream", "vendor", "base", folder)
    assert (code, out, (tmp_path / "base/vendored.txt").exists()) == (3, "", False)
    assert ask("validate")[0] == 0


def test_a_hidden_folder_among_our_cards_may_hold_a_copy(both: Both, ask: Ask) -> None:
    assert ask("upstream", "vendor", "base", "catalog/.base")[0] == 0
    both.ours.commit({"catalog/catalog.toml": settings("../base", both.commit, more='vendored = ".base"\n')})
    assert ask("validate", "--strict", "--rev", "HEAD")[0] == 0

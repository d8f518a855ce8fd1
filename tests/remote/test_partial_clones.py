"""Clones without the contents of files: what is needed of them is fetched at once, and the clone stays as it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.conftest import Ask, ask
from tests.gitfixture import GitFixture
from tests.remote.servers import allow_filters, git_daemon

__all__ = ["ask"]  # a fixture is found by its name here

CARD = "name: {0}\nlicense: MIT\nnote: {1}\n"


class Cloned(NamedTuple):
    """A repository whose `main` and `feature` have parted, its address at a server, and a clone without contents."""

    whole: GitFixture
    address: str
    clone: GitFixture


@pytest.fixture
def cloned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloned]:
    whole = GitFixture.init(tmp_path / "served" / "cards")
    cards = {f"catalog/models/{name}.yaml": CARD.format(name, 0) for name in "abcdef"}
    whole.commit({"catalog/catalog.toml": "", "weights/large.bin": b"x" * 100_000, **cards})
    whole.switch("feature", new=True)
    whole.commit({"catalog/models/a.yaml": CARD.format("a", 1)})
    whole.commit({"catalog/models/b.yaml": CARD.format("b", 2).replace("MIT", "BSD-3-Clause")})
    whole.switch("main")
    whole.commit({"catalog/models/c.yaml": CARD.format("c", 3)})
    whole.switch("feature")
    allow_filters(whole.folder)
    with git_daemon(tmp_path / "served") as served:
        clone = GitFixture(tmp_path / "clone")
        whole.git("clone", "--quiet", "--filter=blob:none", "--no-checkout", f"{served}/cards", clone.folder)
        clone.git("read-tree", "HEAD")
        monkeypatch.chdir(clone.folder)
        yield Cloned(whole, f"{served}/cards", clone)


def kept(clone: GitFixture) -> list[Path]:
    return sorted((clone.folder / ".git").rglob("*"))


@pytest.mark.parametrize(
    ("command", "fetched"),
    [
        ("list --rev HEAD --format names", [7]),
        ("compare a b --rev HEAD~1", [7]),
        ("validate --rev origin/main", [7]),
        ("validate --from-ref origin/main", [7, 2]),
        ("validate --staged --all", [7]),
        ("diff --base origin/main", [7, 2]),
        ("diff HEAD~1 HEAD --format json", [7, 1]),
        ("policy --base origin/main", [7, 2]),
        ("log a --rev HEAD", [7, 2]),
    ],
)
def test_a_clone_without_contents_answers_as_a_whole_one(
    cloned: Cloned, ask: Ask, command: str, fetched: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = GitFixture(tmp_path / "whole")
    cloned.whole.git("clone", "--quiet", cloned.address, whole.folder)
    before = kept(cloned.clone)
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    code, output, said = ask(*command.split())
    lines = [
        f"catalog: fetching {each} objects that this partial clone lacks from {cloned.address}" for each in fetched
    ]
    assert said.splitlines() == lines
    assert kept(cloned.clone) == before
    assert not list(tmp_path.glob("tmp/*"))
    monkeypatch.chdir(whole.folder)
    assert ask(*command.split()) == (code, output, "")


@pytest.mark.parametrize("command", ["list", "show b --format json", "validate", "diff", "blame b", "list --changed"])
def test_a_partial_clone_whose_sparse_checkout_has_no_cards_answers_as_if_nothing_were_missing(
    cloned: Cloned, ask: Ask, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(cloned.whole.folder)
    right = ask(*command.split())
    clone = cloned.clone
    clone.git("sparse-checkout", "set", "--cone", "docs")
    before = kept(clone)
    monkeypatch.chdir(clone.folder)
    code, output, said = ask(*command.split())
    moved = str(clone.folder), str(cloned.whole.folder)
    assert (code, output.replace(*moved), right[2]) == (*right[:2], "")
    assert 0 < said.count("fetching ") == said.count("\n") <= 2
    assert (kept(clone), (clone.folder / "catalog").exists()) == (before, False)
    code, output, said = ask(*command.split(), "--offline")
    assert (code, output, "has left it out (fetch what is missing: git rev-list" in said) == (3, "", True)


HISTORIES = ("list --changed --rev HEAD", "blame b --rev HEAD", "log a --rev HEAD", "diff HEAD~2 HEAD")


@pytest.mark.parametrize("command", HISTORIES)
@pytest.mark.parametrize("filtered", ["blob:none", "tree:0"])
def test_what_led_to_the_cards_is_fetched_in_batches_also_without_folders(
    cloned: Cloned, ask: Ask, command: str, filtered: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloned.whole.switch("main")
    cloned.whole.git("mv", "catalog", "cards")
    cloned.whole.commit()
    cloned.whole.merge("feature")
    monkeypatch.chdir(cloned.whole.folder)
    right = ask(*command.split())
    lacking = GitFixture(tmp_path / "lacking")
    cloned.whole.git("clone", "--quiet", f"--filter={filtered}", "--no-checkout", cloned.address, lacking.folder)
    before = kept(lacking)
    monkeypatch.chdir(lacking.folder)
    code, output, said = ask(*command.split())
    moved = str(lacking.folder), str(cloned.whole.folder)
    assert (code, output.replace(*moved), right[2]) == (*right[:2], "")
    assert (0 < said.count("\n") <= 6, said.count("fetching ")) == (True, said.count("\n"))
    assert kept(lacking) == before
    code, output, said = ask(*command.split(), "--offline")
    assert "git fetch --refetch --no-filter" in output + said or "has left it out (fetch what is missing" in said


def test_what_may_not_be_fetched_is_named_with_how_to_fetch_that_alone(cloned: Cloned, ask: Ask) -> None:
    tree = cloned.clone.git("rev-parse", "--short=12", "HEAD:catalog")
    missing = f"git rev-list --objects --missing=print {tree} | sed -n 's/^?//p'"
    code, output, said = ask("list", "--rev", "HEAD", "--offline")
    assert (code, output) == (3, "")
    assert said.endswith(f"has left it out (fetch what is missing: {missing} | git fetch --stdin origin)\n")
    ids = cloned.clone.git("rev-list", "--objects", "--missing=print", tree).splitlines()
    wanted = "".join(f"{each[1:]}\n" for each in ids if each.startswith("?"))
    cloned.clone.git("fetch", "--quiet", "--stdin", "origin", content=wanted)
    assert ask("list", "--rev", "HEAD", "--offline")[0] == 0
    large = cloned.clone.git("rev-parse", "HEAD:weights/large.bin")
    assert f"?{large}" in cloned.clone.git("rev-list", "--objects", "--missing=print", "HEAD").splitlines()


def test_a_server_that_is_gone_is_said_and_a_history_is_given_as_far_as_it_is_known(cloned: Cloned, ask: Ask) -> None:
    cloned.clone.git("config", "remote.origin.url", "git://127.0.0.1:1/cards")
    code, _, said = ask("list", "--rev", "HEAD")
    assert (code, "has left it out (git://127.0.0.1:1/cards: " in said, "; fetch what is missing: " in said) == (
        3,
        True,
        True,
    )


@pytest.mark.parametrize("url", ["ext::touch mark", "-oProxyCommand=touch mark:x/y", "../served/cards", ""])
def test_an_address_that_nothing_is_read_from_is_not_fetched_from(cloned: Cloned, ask: Ask, url: str) -> None:
    cloned.clone.git("config", "remote.origin.url", url)
    code, output, said = ask("list", "--rev", "HEAD")
    assert (code, output, "fetching" in said, "fetch what is missing" in said) == (3, "", False, True)
    assert not (cloned.clone.folder / "mark").exists()


def test_of_the_configuration_of_the_clone_the_address_alone_counts(cloned: Cloned, ask: Ask, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/mark\nexit 1\n")
    trap.chmod(0o755)
    settings: dict[str, str | Path] = {
        "core.sshCommand": trap,
        "core.gitProxy": trap,
        "credential.helper": trap,
        "core.hooksPath": tmp_path,
        "core.alternateRefsCommand": trap,
        "remote.origin.uploadpack": trap,
        "remote.origin.proxy": "http://127.0.0.1:1",
        f"url.ext::{trap} .insteadOf": "git://",
        "fetch.fsckObjects": "false",
        "protocol.ext.allow": "always",
    }
    for key, value in settings.items():
        cloned.clone.git("config", key, value)
    shutil.copy(trap, tmp_path / "reference-transaction")
    code, output, _ = ask("list", "--rev", "HEAD", "--format", "names")
    assert (code, output.split()) == (0, [*"abcdef"])
    assert not (tmp_path / "mark").exists()


def test_commits_that_were_made_in_the_clone_are_read_with_what_is_fetched(cloned: Cloned, ask: Ask) -> None:
    (cloned.clone.folder / "catalog/models").mkdir(parents=True)
    cloned.clone.write({"catalog/models/new.yaml": CARD.format("new", 1)})
    cloned.clone.git("add", "catalog/models/new.yaml")
    cloned.clone.git("commit", "--quiet", "--message=x")
    code, output, _ = ask("diff", "HEAD~1", "HEAD")
    assert (code, "1 added" in output) == (0, True)
    assert ask("validate", "--from-ref", "HEAD~1")[0] == 0


def test_a_damaged_object_is_not_replaced_by_one_that_is_fetched(cloned: Cloned, ask: Ask) -> None:
    blob = cloned.clone.git("rev-parse", "HEAD:catalog/models/a.yaml")
    evil = cloned.clone.store_object("blob", b"name: evil\n")
    folder = cloned.clone.folder / ".git/objects"
    (folder / blob[:2]).mkdir(exist_ok=True)
    shutil.copy(folder / evil[:2] / evil[2:], folder / blob[:2] / blob[2:])
    code, _, said = ask("list", "--rev", "HEAD")
    assert (code, f"object {blob} is damaged" in said) == (3, True)

"""Locks: made, read, added to, updated and compared."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assetcards import SourceError, open_catalog
from assetcards.canonical import digest_of
from assetcards.cli.main import main
from assetcards.names import FullName
from assetcards.sources.lockfile import Lock, LockedCard, LockError, lock_cards
from assetcards.sources.lockform import parse_lock, render_lock
from tests.gitfixture import GitFixture

CARDS = """name: base
model_family: llama
model_config: {a: 1, b: 1.0, c: true}
---
name: tiny
base: base
checkpoint: ./weights/../tiny.pt
---
name: tiny@lab
checkpoint: /lab/tiny.pt
---
name: other
note: x
"""


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    repo = GitFixture.init(tmp_path / "cards")
    repo.commit({"catalog/catalog.toml": "", "catalog/models/x.yaml": CARDS})
    monkeypatch.chdir(tmp_path)
    return repo


def lock(*arguments: str) -> int:
    return main(["lock", *arguments])


def locked() -> Lock:
    return parse_lock(Path("catalog.lock").read_bytes())


def test_locking_writes_the_commit_the_digests_and_the_blobs(repo: GitFixture) -> None:
    assert lock("tiny", "tiny@lab", "--repo", "cards", "--rev", "main") == 0
    blob = repo.git("rev-parse", "main:catalog/models/x.yaml")
    content = {
        "version": 2,
        "name": "tiny",
        "env": None,
        "fields": {"base": "base", "checkpoint": "./weights/../tiny.pt", "model_family": "llama"},
        "patches": {"model": {"merge": {"a": 1, "b": 1.0, "c": True}}},
        "paths": {"checkpoint": "models/tiny.pt"},
    }
    found = locked()
    assert (found.repository, found.root, found.revision, found.commit) == ("cards", "catalog", "main", repo.head())
    bare, in_lab = found.cards
    assert bare == LockedCard(full_name=FullName("tiny"), digest=digest_of(content), blobs={"models/x.yaml": blob})
    assert in_lab.full_name == FullName("tiny", "lab")
    assert in_lab.digest != bare.digest


CHAIN = "name: base\nmodel_config: {a: 1}\n---\nname: tiny\nbase: base\nmodel_config: {b: 2}\n"


def test_a_lock_of_version_1_is_checked_by_its_own_rules_until_it_is_updated(repo: GitFixture) -> None:
    repo.commit({"catalog/models/x.yaml": CHAIN})
    lock("tiny", "--repo", "cards", "--rev", "main")
    with open_catalog("cards", rev="main") as catalog:
        cards = tuple(lock_cards(catalog, [FullName("tiny")], version=1))
    old = replace(locked(), version=1, cards=cards)
    Path("catalog.lock").write_text(render_lock(old))
    assert lock("--check") == 0

    repo.commit({"catalog/models/x.yaml": CHAIN.replace("{a: 1}", "{_del_: [dropout], a: 1}")})
    assert lock("--check") == 0
    assert locked() == old

    assert lock("--update") == 0
    assert locked().version == 2
    repo.commit({"catalog/models/x.yaml": CHAIN})
    assert lock("--check") == 1


def test_a_lock_reads_its_commit_alone_whatever_the_branch_is_now(repo: GitFixture) -> None:
    lock("tiny", "--repo", "cards", "--rev", "main")
    commit = repo.head()
    repo.commit({"catalog/models/x.yaml": CARDS.replace("llama", "qwen")})
    with open_catalog(lock="catalog.lock") as catalog:
        assert catalog.card("tiny").fields["model_family"] == "llama"
        assert str(catalog.revision) == f"Revision(asked='main', commit={commit!r})"
        assert [store.role for store in catalog.stores] == ["catalog"]


@pytest.mark.parametrize("name", ["ab:cd", "ext::sh", "me@host:cards", "me:pw@host:cards"])
def test_a_folder_that_is_named_like_an_address_is_a_folder(repo: GitFixture, name: str) -> None:
    repo.folder.rename(name)
    assert lock("tiny", "--repo", f"./{name}") == 0
    assert locked().repository == f"./{name}"
    assert lock("--check") == 0


def test_the_address_in_the_variable_is_locked_like_a_named_one(
    repo: GitFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("CATALOG_REPO", repo.folder.as_uri())
    assert lock("tiny") == 0
    assert locked().repository == repo.folder.as_uri()


def test_a_lock_and_a_source_exclude_each_other(repo: GitFixture) -> None:
    lock("tiny", "--repo", "cards")
    with pytest.raises(SourceError, match="a lock file names its own source"):
        open_catalog("cards", lock="catalog.lock")


def test_whatever_is_changed_in_a_lock_it_is_refused(repo: GitFixture) -> None:
    """Every string in turn, the notes of what was asked among them: a lock is what `catalog lock` wrote, or nothing."""
    lock("tiny", "tiny@lab", "--repo", "cards")
    path = Path("catalog.lock")
    text = path.read_text()
    strings = list(re.finditer(r'"[^"\n]+"', text))
    assert len(strings) == 13
    for found in strings:
        path.write_text(f"{text[: found.start()]}{_other_value(found[0])}{text[found.end() :]}")
        with pytest.raises(LockError, match="the lock file"):
            open_catalog(lock=path)
        assert lock("--check") == 3
    path.write_text("# Comments and empty lines are no facts.\n\n" + text.replace("\n", "\n\n"))
    open_catalog(lock=path).close()


def test_an_edited_source_is_not_updated(repo: GitFixture) -> None:
    lock("tiny", "--repo", "cards", "--rev", "main")
    path = Path("catalog.lock")
    path.write_text(path.read_text().replace('"main"', '"v1"'))
    assert lock("--update") == 3


def _other_value(quoted: str) -> str:
    """A string with another last letter or digit."""
    return f'{quoted[:-2]}{"0" if quoted[-2] != "0" else "1"}"'


@pytest.mark.parametrize(
    ("card", "message"),
    [
        (
            LockedCard(full_name=FullName("gone"), digest="sha256:" + "a" * 64, blobs={}),
            "gone card 'gone' is not known",
        ),
        (LockedCard(full_name=FullName("tiny"), digest="sha256:" + "a" * 64, blobs={}), "expected sha256:aaa"),
        (None, "comes from models/x.yaml"),
    ],
)
def test_a_commit_that_does_not_give_what_is_locked_says_what_to_do(
    repo: GitFixture, card: LockedCard | None, message: str
) -> None:
    lock("tiny", "--repo", "cards")
    read = locked()
    card = card or replace(read.cards[0], blobs={"models/x.yaml": "4" * 40})
    Path("catalog.lock").write_text(render_lock(replace(read, cards=(card,))))
    with pytest.raises(LockError, match=f"does not match the lock file: {card.full_name} ") as caught:
        open_catalog(lock="catalog.lock")
    assert message in str(caught.value)
    assert caught.value.hint == (
        "restore the lock file from git, lock these cards again, or update all: catalog lock --update"
    )


def test_checking_says_what_a_new_lock_would_change(repo: GitFixture, capsys: pytest.CaptureFixture[str]) -> None:
    lock("tiny", "other", "--repo", "cards", "--rev", "main")
    assert lock("--check") == 0
    repo.commit({"catalog/models/x.yaml": CARDS.replace("note: x", "note: y")})
    capsys.readouterr()
    assert lock("--check") == 1
    first, *rest = capsys.readouterr().out.splitlines()
    assert first.endswith(f"locked is {locked().commit[:12]}")
    assert [line.split()[0] for line in rest] == ["other"]


def test_checking_finds_another_digest_whichever_is_the_greater(repo: GitFixture) -> None:
    lock("tiny", "other", "--repo", "cards", "--rev", "main")
    for note in "abcd":
        repo.commit({"catalog/models/x.yaml": CARDS.replace("note: x", f"note: {note}")})
        assert lock("--check") == 1, note


def test_a_value_that_moved_to_another_file_is_no_drift(repo: GitFixture) -> None:
    lock("other", "--repo", "cards", "--rev", "main")
    moved = {"catalog/models/x.yaml": CARDS.rpartition("---\n")[0], "catalog/models/y.yaml": "name: other\nnote: x\n"}
    repo.commit(moved)
    assert lock("--check") == 0


def test_updating_one_card_is_refused_when_others_change_with_it(
    repo: GitFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    lock("tiny", "other", "--repo", "cards", "--rev", "main")
    before = locked()
    repo.commit({"catalog/models/x.yaml": CARDS.replace("note: x", "note: y")})
    assert lock("--update", "tiny") == 3
    assert "others would change: other resolves to sha256:" in capsys.readouterr().err
    assert locked() == before
    assert lock("--update", "other") == 0
    assert locked().commit == repo.head()


@pytest.mark.parametrize("source", ["cards", "{uri}"])
def test_a_root_that_has_moved_is_named_and_the_advice_helps(
    source: str, repo: GitFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    source = source.format(uri=repo.folder.as_uri())
    assert lock("tiny", "--repo", source, "--rev", "main") == 0
    repo.git("mv", "catalog", "all")
    repo.git("commit", "--quiet", "--message", "Move")
    capsys.readouterr()
    for option in ("--check", "--update"):
        assert lock(option) == 3
        assert capsys.readouterr().err == (
            "catalog: main has no folder 'catalog', which is locked as the root of the cards"
            " (name where it is now: catalog lock --update --root FOLDER)\n"
        )
    open_catalog(lock="catalog.lock").close()
    assert lock("--update", "--root", "all") == 0
    assert lock("--check") == 0
    assert locked().root == "all"


def test_a_path_with_a_nul_is_refused() -> None:
    for source, root, lock in (("a\0b", None, None), (".", "a\0b", None), (None, None, "a\0b")):
        with pytest.raises(SourceError, match=r"is not a path: it has a NUL \(name a file or a folder\)"):
            open_catalog(source, root=root, lock=lock)


@pytest.mark.parametrize(
    "arguments",
    [
        ["tiny", "--env", "lab"],
        ["tiny", "--store", "cards"],
        [],
        ["--check", "--update"],
        ["--check", "tiny"],
        ["--check", "--rev", "main"],
        ["--update", "--repo", "cards"],
        ["--replace"],
        ["--replace", "--update"],
    ],
)
def test_senseless_combinations_are_usage_errors(repo: GitFixture, arguments: list[str]) -> None:
    assert lock(*arguments) == 2


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (os.mkfifo, "it is a pipe, not a file"),
        (os.mkdir, "it is a folder, not a file"),
        (lambda path: os.symlink("/dev/zero", path), "it is a device, not a file"),
    ],
)
def test_a_lock_file_that_is_no_file_is_not_waited_for(
    repo: GitFixture, capsys: pytest.CaptureFixture[str], make: Callable[[str], None], reason: str
) -> None:
    make("odd.lock")
    assert lock("--check", "--file", "odd.lock") == 3
    hint = "remove it, and write it again: catalog lock"
    assert capsys.readouterr().err == f"catalog: odd.lock cannot be read: {reason} ({hint})\n"
    assert lock("--update", "--file", "odd.lock") == 3


def test_a_card_that_is_not_there_leaves_the_lock_file_as_it_was(repo: GitFixture) -> None:
    assert lock("tiny", "--repo", "cards") == 0
    before = Path("catalog.lock").read_bytes()
    assert lock("gone", "--repo", "cards") == 1
    assert lock("tiny", "tiny", "--repo", "cards") == 2
    assert Path("catalog.lock").read_bytes() == before
    assert [path.name for path in Path().iterdir() if path.name.startswith(".")] == []


def test_a_missing_lock_file_says_how_to_write_one(repo: GitFixture) -> None:
    with pytest.raises(
        LockError, match=r"none.lock cannot be read: No such file or directory \(create it: catalog lock\)"
    ):
        open_catalog(lock="none.lock")

"""Lock files: written, read, compared; what cannot be read says which fact is wrong."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assetcards import SourceError, open_catalog
from assetcards.canonical import digest_of
from assetcards.cli.main import main
from assetcards.names import FullName
from assetcards.sources.lockfile import MAX_LOCK_BYTES, Lock, LockedCard, LockError, parse_lock, render_lock
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

LOCK = Lock(
    repository="../cards",
    root="catalog",
    revision="main",
    commit="1" * 40,
    cards=(
        LockedCard(full_name=FullName("tiny", "lab"), digest="sha256:" + "a" * 64, blobs={'x "y".yaml': "2" * 40}),
        LockedCard(full_name=FullName("a"), digest="sha256:" + "b" * 64, blobs={"é\x7f\n.yaml": "3" * 40}),
    ),
)


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


def test_a_lock_is_read_as_it_was_written_and_its_cards_are_sorted() -> None:
    read = parse_lock(render_lock(LOCK).encode())
    assert read == Lock(
        repository="../cards", root="catalog", revision="main", commit="1" * 40, cards=tuple(reversed(LOCK.cards))
    )
    assert render_lock(read) == render_lock(LOCK)


def without(line: str) -> str:
    return "".join(each for each in render_lock(LOCK).splitlines(keepends=True) if not each.startswith(line))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "version is None, not 1"),
        ("version = 2\n", "version is 2, not 1"),
        (render_lock(LOCK).replace("version = 1", "version = true"), "version is true, not 1"),
        (render_lock(LOCK).replace("version = 1", "version = 1.0"), "version is 1.0, not 1"),
        (render_lock(LOCK).replace('name = "a"', 'name = "a@b@c"'), "the name 'a@b@c' has more than one '@'"),
        (render_lock(LOCK).replace('name = "a"', 'name = " "'), "the name ' ' is empty"),
        (render_lock(LOCK).replace('"../cards"', '"../\\u0000"'), "repository is '../\\x00'"),
        ("version = 1\n", "[source] is missing"),
        ("version = [\n", "line 1: not valid TOML: "),
        (f"version = 0x{'f' * 5000}\n", "version is a number of more than 60 digits, not 1"),
        ("version = 1e400\n", "version is inf, not 1"),
        (
            without("commit").replace("[source]", f"[source]\ncommit = 0x{'f' * 5000}"),
            "commit is a number of more than 60",
        ),
        (without("root").replace("[source]", "[source]\nroot = 1979-05-27"), "root is 1979-05-27"),
        (render_lock(LOCK).replace('\ndigest = "', '\ndigest = [0xff]\nx = "', 1), "digest is a list"),
        ("x = " + "9" * 5000, "line 1: a number of more than 4000 digits"),
        ("#" * (MAX_LOCK_BYTES + 1), f"more than {MAX_LOCK_BYTES} bytes"),
        (without("commit"), "commit is missing"),
        (render_lock(LOCK).replace("1" * 40, "main"), "commit is 'main'"),
        (render_lock(LOCK).replace("a" * 64, "a" * 63), "digest is 'sha256:"),
        (without("[card.blobs]"), "[blobs] is missing"),
        (render_lock(LOCK).replace('name = "a"', 'name = "tiny@lab"'), "a card is locked twice"),
        (without("[[card]]").partition("name =")[0] + "[card]\n", "[[card]] is not a list of tables"),
    ],
)
def test_a_lock_file_that_is_not_valid_says_what_is_wrong(text: str, problem: str) -> None:
    with pytest.raises(LockError) as caught:
        parse_lock(text.encode())
    assert f"the lock file is not valid: {problem}" in str(caught.value)


def test_locking_writes_the_commit_the_digests_and_the_blobs(repo: GitFixture) -> None:
    assert lock("tiny", "tiny@lab", "--repo", "cards", "--rev", "main") == 0
    blob = repo.git("rev-parse", "main:catalog/models/x.yaml")
    content = {
        "name": "tiny",
        "env": None,
        "chain": ["tiny", "base"],
        "kinds": ["model"],
        "fields": {
            "base": "base",
            "checkpoint": "./weights/../tiny.pt",
            "model_family": "llama",
            "model_config": {"a": 1, "b": 1.0, "c": True},
        },
        "configs": {"model": {"a": 1, "b": 1.0, "c": True}},
        "paths": {"checkpoint": "models/tiny.pt"},
    }
    found = locked()
    assert (found.repository, found.root, found.revision, found.commit) == ("cards", "catalog", "main", repo.head())
    bare, in_lab = found.cards
    assert bare == LockedCard(full_name=FullName("tiny"), digest=digest_of(content), blobs={"models/x.yaml": blob})
    assert in_lab.full_name == FullName("tiny", "lab")
    assert in_lab.digest != bare.digest


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
    """Every fact in turn, the notes of what was asked among them: a lock is what `catalog lock` wrote, or nothing."""
    lock("tiny", "tiny@lab", "--repo", "cards")
    path = Path("catalog.lock")
    lines = path.read_text().splitlines()
    facts = [number for number, line in enumerate(lines) if " = " in line and not line.startswith("#")]
    assert len(facts) == 12
    for number in facts:
        for change in (lines[number].replace(" = ", "x = "), _other_value(lines[number]), ""):
            path.write_text("\n".join([*lines[:number], change, *lines[number + 1 :]]) + "\n")
            with pytest.raises(LockError, match="the lock file is not valid: "):
                open_catalog(lock=path)
            assert lock("--check") == lock("--update") == 3
    for more in ('[[card]]\nname = "a"\n', "[other]\nat = 07:32:00\n", 'more = "x"\n'):
        path.write_text("\n".join(lines) + f"\n{more}")
        with pytest.raises(LockError, match="the lock file is not valid: "):
            open_catalog(lock=path)
    path.write_text("# Comments and blank lines are no facts.\n\n" + "\n\n".join(lines))
    open_catalog(lock=path).close()


def _other_value(line: str) -> str:
    """The line of a fact with another last letter or digit."""
    end = len(line.rstrip('"')) - 1
    return f"{line[:end]}{'0' if line[end] != '0' else '1'}{line[end + 1 :]}"


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
    assert caught.value.hint == "restore the lock file from git, or update it: catalog lock --update"


def test_checking_says_what_a_new_lock_would_change(repo: GitFixture, capsys: pytest.CaptureFixture[str]) -> None:
    lock("tiny", "other", "--repo", "cards", "--rev", "main")
    assert lock("--check") == 0
    repo.commit({"catalog/models/x.yaml": CARDS.replace("note: x", "note: y")})
    capsys.readouterr()
    assert lock("--check") == 1
    first, *rest = capsys.readouterr().out.splitlines()
    assert first.endswith(f"locked is {locked().commit[:12]}")
    assert [line.split()[0] for line in rest] == ["other"]


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
            "catalog: main no longer has the folder 'catalog', which is locked as the root of the cards"
            " (write the lock file again: catalog lock NAME --root FOLDER)\n"
        )
    open_catalog(lock="catalog.lock").close()
    assert lock("tiny", "--repo", source, "--rev", "main", "--root", "all") == 0
    assert lock("--check") == 0


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


def test_more_cards_than_a_lock_file_holds_are_refused_before_anything_is_written() -> None:
    blobs = {f"{'x' * 9000}{number}.yaml": "2" * 40 for number in range(1000)}
    many = replace(LOCK, cards=(replace(LOCK.cards[0], blobs=blobs),))
    with pytest.raises(LockError, match=rf"more than {MAX_LOCK_BYTES} bytes \(lock fewer cards"):
        render_lock(many)


def test_a_lock_file_as_deep_as_toml_may_be_is_refused_with_a_sentence() -> None:
    header, value = ".".join(["a"] * 60), "[" * 60 + "]" * 60
    deep = f"{render_lock(LOCK)}[{header}]\n{'b.' * 3}c = {value}\n"
    with pytest.raises(LockError, match="its digest does not match"):
        parse_lock(deep.encode())

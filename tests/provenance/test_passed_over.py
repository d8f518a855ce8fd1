"""`.git-blame-ignore-revs`: a value under a commit that did not write it is marked, and a bad list ends nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from assetcards import open_catalog
from assetcards.provenance.blame import Blame, blame_card
from assetcards.sources.homes import MAX_FILE_BYTES
from tests.cli.conftest import Ask, ask
from tests.gitfixture import GitFixture

__all__ = ["ask"]  # a fixture is found by its name here

TINY = 'name: tiny\nlicense: MIT\ncheckpoint: "hg://org/tiny"\n'
LIST = ".git-blame-ignore-revs"
HASHES = {"sha1": 40, "sha256": 64}
NOTHING = "and passes over nothing"

Bend: TypeAlias = Callable[[GitFixture, Path], None]


@pytest.fixture
def repo(tmp_path: Path) -> GitFixture:
    """A card of which the second commit wrote the license, and nothing else."""
    return make_repository(tmp_path / "repo")


def make_repository(folder: Path, *options: str) -> GitFixture:
    repo = GitFixture.init(folder, *options)
    repo.commit({"cards/catalog.toml": "", "cards/tiny.yaml": TINY}, message="A card")
    repo.commit({"cards/tiny.yaml": TINY.replace("MIT", "Apache-2.0")}, message="Relicensed")
    return repo


def blame(repo: GitFixture, rev: str | None = None, *, moves: bool = False) -> Blame:
    with open_catalog(repo.folder, rev=rev, stores=[]) as catalog:
        return blame_card(catalog, "tiny", moves=moves)


def told(found: Blame) -> dict[str, tuple[str, str]]:
    """Which commit each value is put down to, and which one was passed over for that."""
    return {
        writing.field: (
            writer.commit.summary if writer.commit else writer.note,
            writer.passed_over.summary if writer.passed_over else "",
        )
        for writing, writer in found.entries
    }


PLAIN = {"license": ("Relicensed", ""), "checkpoint": ("A card", "")}
PASSED = {"license": ("A card", "Relicensed"), "checkpoint": ("A card", "")}


# What is passed over


@pytest.mark.parametrize("moves", [False, True])
def test_a_value_under_a_commit_that_never_had_it_is_marked(repo: GitFixture, moves: bool) -> None:
    repo.write({LIST: f"{repo.head()}\n"})
    assert told(blame(repo, moves=moves)) == PASSED
    assert told(blame(repo, "HEAD", moves=moves)) == PLAIN
    repo.commit(message="List it")
    assert told(blame(repo, "HEAD", moves=moves)) == PASSED


def test_the_mark_names_the_commit_that_wrote_the_line_in_text_and_json(
    repo: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repo.folder)
    relicensed, first = repo.head(), repo.head("HEAD~1")
    repo.write({LIST: f"{relicensed}\n"})
    code, out, err = ask("blame", "tiny", "license", "--repo", repo.folder)
    row = f"  license  Apache-2.0  tiny  cards/tiny.yaml:2  {first[:12]}  2023-11-14  Ada Author  A card"
    assert (code, out, err) == (0, f"tiny\n{row}  passed over: {relicensed[:12]} Relicensed\n", "")
    code, out, err = ask("blame", "tiny", "license", "--repo", repo.folder, "--format", "json")
    [entry] = json.loads(out)["entries"]
    assert (entry["commit"], entry["summary"], entry["note"]) == (first, "A card", None)
    assert entry["passed_over"] == {
        "commit": relicensed,
        "author": "Ada Author",
        "date": "2023-11-15T00:13:20+00:00",
        "summary": "Relicensed",
    }


def test_where_there_is_no_older_line_the_commit_that_wrote_it_is_named(repo: GitFixture) -> None:
    repo.write({LIST: f"{repo.head('HEAD~1')}\n"})
    assert told(blame(repo)) == PLAIN
    repo.commit({"cards/tiny.yaml": f"{TINY}note: new\n"}, message="A note")
    repo.write({LIST: f"{repo.head()}\n"})
    assert told(blame(repo))["note"] == ("A note", "")


def test_where_all_commits_are_listed_no_value_is_put_down_unmarked(repo: GitFixture) -> None:
    repo.write({LIST: "".join(f"{commit}\n" for commit in repo.git("rev-list", "HEAD").split())})
    assert told(blame(repo)) in (PLAIN, PASSED)


def test_what_is_not_committed_is_never_passed_over(repo: GitFixture) -> None:
    repo.write({LIST: f"{repo.head()}\n", "cards/tiny.yaml": TINY.replace("MIT", "GPL-3.0-only")})
    assert told(blame(repo))["license"] == ("not committed yet", "")


@pytest.mark.parametrize("kind", HASHES)
def test_ids_are_those_of_the_repository(kind: str, tmp_path: Path) -> None:
    repo = make_repository(tmp_path / "repo", f"--object-format={kind}")
    repo.write({LIST: f"# all of them\n{'0' * (104 - HASHES[kind])}\n  {repo.head().upper()} # license\r\n"})
    found = blame(repo)
    assert told(found) == PASSED
    assert found.notes == [f"{LIST}:2: '{'0' * min(104 - HASHES[kind], 80)}' is not the full id of a commit, {NOTHING}"]


# What is wrong with the list


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (b"hello", "'hello'"),
        (b"--output=x", "'--output=x'"),
        (b"-h", "'-h'"),
        (b"HEAD~1", "'HEAD~1'"),
        (b"abc1234", "'abc1234'"),
        (b"0" * 40 + b" with words", f"'{'0' * 40} with words'"),
        (b"\xff\xfeh\0", "'\ufffd\ufffdh\\x00'"),
        (b"\x1b[31m", "'\\x1b[31m'"),
        (b"x" * 10_000, f"'{'x' * 80}'"),
    ],
)
def test_a_bad_line_is_a_note_and_the_others_count(repo: GitFixture, ask: Ask, line: bytes, shown: str) -> None:
    repo.write({LIST: b"# form\n" + line + b"\n" + repo.head().encode() + b"\n"})
    note = f"{LIST}:2: {shown} is not the full id of a commit, {NOTHING}"
    assert (told(blame(repo)), blame(repo).notes) == (PASSED, [note])
    code, out, err = ask("blame", "tiny", "--repo", repo.folder)
    assert (code, out.splitlines()[3:], err) == (0, [note], "")
    code, out, err = ask("blame", "tiny", "--repo", repo.folder, "--format", "json")
    assert (code, json.loads(out)["notes"], err) == (0, [note], "")
    repo.commit(message="List it")
    assert blame(repo, "HEAD").notes == [note]


def test_many_bad_lines_are_one_note(repo: GitFixture) -> None:
    repo.write({LIST: "hello\n" * 200_000 + f"{repo.head()}\n"})
    found = blame(repo)
    assert told(found) == PASSED
    assert found.notes == [f"{LIST}:1: 'hello' is not the full id of a commit, {NOTHING} (199999 more like it)"]


def test_ids_that_are_no_commits_of_this_history_are_no_fault(repo: GitFixture) -> None:
    repo.git("tag", "--annotate", "-m", "A tag", "v1")
    ids = [repo.git("rev-parse", name) for name in ("v1", "HEAD^{tree}", "HEAD:cards/tiny.yaml", "HEAD")]
    made_up = (f"{number:040x}" for number in range(200_000))
    repo.write({LIST: "\n".join([*made_up, *ids])})
    assert (told(blame(repo)), blame(repo).notes) == (PASSED, [])


def test_a_damaged_object_in_the_list_ends_nothing(repo: GitFixture) -> None:
    blob = repo.git("hash-object", "-w", "--stdin", content="of no commit\n")
    path = repo.folder / ".git/objects" / blob[:2] / blob[2:]
    path.chmod(0o644)
    path.write_bytes(b"garbage")
    repo.write({LIST: f"{blob}\n{repo.head()}\n"})
    assert (told(blame(repo)), blame(repo).notes) == (PASSED, [])


def as_link(repo: GitFixture, folder: Path) -> None:
    (folder / "secret").write_text("not for everybody\n")
    (repo.folder / LIST).symlink_to(folder / "secret")


def as_folder(repo: GitFixture, folder: Path) -> None:
    repo.write({f"{LIST}/x": "x\n"})


def as_pipe(repo: GitFixture, folder: Path) -> None:
    os.mkfifo(repo.folder / LIST)


def as_a_file_that_is_too_long(repo: GitFixture, folder: Path) -> None:
    with open(repo.folder / LIST, "wb") as file:
        file.truncate(10**10)  # takes no room on the disk


@pytest.mark.parametrize(
    ("bend", "said"),
    [
        (as_link, "is a symbolic link, not a file"),
        (as_folder, "is a folder, not a file"),
        (as_pipe, "is a pipe, not a file"),
        (as_a_file_that_is_too_long, "has more than 16777216 bytes"),
    ],
)
def test_a_list_that_is_no_file_of_lines_is_a_note(repo: GitFixture, tmp_path: Path, bend: Bend, said: str) -> None:
    bend(repo, tmp_path)
    found = blame(repo)
    assert (told(found), found.notes) == (PLAIN, [f"{LIST} {said}, so no commit is ignored"])


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("120000", "is a symbolic link, not a file"),
        ("40000", "is a folder, not a file"),
        ("644", "is a submodule, not"),
    ],
)
def test_a_list_of_a_commit_that_is_no_file_is_a_note(repo: GitFixture, mode: str, said: str) -> None:
    cards = repo.git("rev-parse", "HEAD:cards")
    tree = repo.git(
        "rev-parse", repo.commit_tree([(mode, LIST.encode(), cards), ("40000", b"cards", cards)]) + "^{tree}"
    )
    commit = repo.git("commit-tree", "-m", "Odd", "-p", "HEAD", tree)
    found = blame(repo, commit)
    assert told(found) == PLAIN
    assert [note.startswith(f"{LIST} {said}") for note in found.notes] == [True]


def test_a_list_of_a_commit_that_is_too_long_is_a_note(repo: GitFixture) -> None:
    repo.commit({LIST: " " * (MAX_FILE_BYTES + 1)})
    found = blame(repo, "HEAD")
    note = f"{LIST} has more than {MAX_FILE_BYTES} bytes, so no commit is ignored"
    assert (told(found), found.notes) == (PLAIN, [note])


# What surrounds the repository


def name_missing(repo: GitFixture, folder: Path) -> None:
    repo.git("config", "blame.ignoreRevsFile", "not-there")


def name_bad(repo: GitFixture, folder: Path) -> None:
    (folder / "bad").write_bytes(b"hello\n\xff\n")
    repo.git("config", "blame.ignoreRevsFile", folder / "bad")


def name_folder(repo: GitFixture, folder: Path) -> None:
    repo.git("config", "blame.ignoreRevsFile", folder)


def name_pipe(repo: GitFixture, folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    repo.git("config", "blame.ignoreRevsFile", folder / "pipe")


def name_good(repo: GitFixture, folder: Path) -> None:
    (folder / "good").write_text(f"{repo.head()}\n")
    repo.git("config", "blame.ignoreRevsFile", folder / "good")
    repo.git("config", "blame.markIgnoredLines", "true")


def rewrite_names(repo: GitFixture, folder: Path) -> None:
    (folder / "names").write_text("Eve <ada@example.org>\n")
    repo.git("config", "mailmap.file", folder / "names")
    repo.git("config", "mailmap.blob", "HEAD:cards/tiny.yaml")
    repo.git("config", "i18n.logOutputEncoding", "IBM037")


@pytest.mark.parametrize("bend", [name_missing, name_bad, name_folder, name_pipe, name_good, rewrite_names])
def test_configuration_has_no_say(repo: GitFixture, tmp_path: Path, bend: Bend, ask: Ask) -> None:
    before = [ask("blame", "tiny", "--repo", repo.folder, "--rev", rev) for rev in ("HEAD", "HEAD~1")]
    bend(repo, tmp_path)
    assert [ask("blame", "tiny", "--repo", repo.folder, "--rev", rev) for rev in ("HEAD", "HEAD~1")] == before
    assert told(blame(repo)) == PLAIN


def test_a_bad_mailmap_ends_nothing_and_its_escapes_are_not_shown(repo: GitFixture, ask: Ask) -> None:
    names = b"Ev\x1b[31mil <x@example.org> <ada@example.org>\n\xff\0<<>\n" + b"# x\n" * 200_000
    commit = repo.commit({".mailmap": names}, message="Names")
    code, out, err = ask("blame", "tiny", "--repo", repo.folder, "--rev", commit)
    assert (code, err, "\x1b" in out, out.count("il  ")) == (0, "", False, 2)

"""What verbs and hooks write: nothing outside of the work tree, through a link, or over what is not theirs."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from assetcards_hooks.catalog_listing import main as catalog_listing
from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

Write = Callable[[str], tuple[int, str]]
"""Has a file written by its name: the exit code, and all that was said."""


@pytest.fixture(params=["lock", "lock --update", "catalog-listing"])
def write(request: pytest.FixtureRequest, ask: Ask, capsys: pytest.CaptureFixture[str]) -> Write:
    def run(file: str) -> tuple[int, str]:
        if request.param == "catalog-listing":
            code = catalog_listing([file])
            captured = capsys.readouterr()
            return code, captured.out + captured.err
        code, out, err = ask(*request.param.split(), *(["tiny"] if request.param == "lock" else []), "--file", file)
        return code, out + err

    return run


def contents(folder: Path) -> dict[str, bytes | str]:
    """Every file and link below a folder, without those of git."""
    found: dict[str, bytes | str] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            found[str(path.relative_to(folder))] = os.readlink(path)
        elif path.is_file() and path.name != "index":
            found[str(path.relative_to(folder))] = path.read_bytes()
    return found


@pytest.fixture
def place(cards: GitFixture, tmp_path: Path) -> Path:
    """The folder that holds the repository in which one stands, and what nobody may touch."""
    (tmp_path / "victim").mkdir()
    (tmp_path / "victim" / ".bashrc").write_text("precious\n")
    return tmp_path


def make_link(path: Path) -> None:
    path.symlink_to("../victim/.bashrc")


def make_dangling_link(path: Path) -> None:
    path.symlink_to("new.txt")


def make_key(path: Path) -> None:
    path.write_text("ssh-ed25519 AAAA me\n")


def make_toml(path: Path) -> None:
    path.write_text('[project]\nname = "x"\n')


@pytest.mark.parametrize("make", [make_link, make_dangling_link, make_key, make_toml, Path.mkdir])
def test_what_is_not_theirs_is_left_as_it_is(place: Path, write: Write, make: Callable[[Path], None]) -> None:
    make(Path("planted"))
    before = contents(place)
    code, said = write("planted")
    assert (code, contents(place)) == (3, before)
    assert "planted" in said or "the lock file is not valid" in said


def test_a_pipe_is_not_waited_for(place: Path, write: Write) -> None:
    os.mkfifo("planted")
    assert write("planted") == (3, "catalog: 'planted' is a pipe, not a file (name another file, or remove it)\n")


@pytest.mark.parametrize(
    "file",
    [
        "out/x.txt",
        "../victim/x.txt",
        "{place}/victim/x.txt",
        "../victim/.bashrc",
        ".git/config",
        ".git/hooks/pre-commit",
        "catalog/models/new.yaml",
        "catalog/models/tiny.yaml",
        "catalog/catalog.toml",
    ],
)
def test_nothing_is_written_elsewhere(place: Path, write: Write, file: str) -> None:
    Path("out").symlink_to("../victim")
    before = contents(place)
    code, said = write(file.format(place=place))
    assert (code, contents(place)) == (3, before)
    assert said.count("\n") == 1


def split(repo: GitFixture) -> str:
    repo.git("init", "--quiet", "--separate-git-dir=gitdata")
    return "gitdata"


def embedded(repo: GitFixture) -> str:
    repo.clone(repo.folder / "vendor" / "emb.git", "--bare")
    return "vendor/emb.git"


def linked(repo: GitFixture) -> str:
    split(repo)
    repo.worktree(repo.folder.parent / "linked")
    return "gitdata/worktrees/linked"


@pytest.mark.parametrize("make", [split, embedded, linked])
@pytest.mark.parametrize("file", ["{inside}/hooks/pre-commit", "{inside}/x.txt", "{inside}"])
def test_nothing_is_written_into_a_git_directory_of_another_name(
    cards: GitFixture, place: Path, write: Write, make: Callable[[GitFixture], str], file: str
) -> None:
    named = file.format(inside=make(cards))
    before = contents(place)
    code, said = write(named)
    assert (code, contents(place)) == (3, before)
    assert "a git directory (name a file outside it)" in said or "is a folder, not a file" in said


def test_a_lock_is_not_written_into_the_bare_repository_in_which_one_is(
    cards: GitFixture, tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = cards.clone(tmp_path / "bare.git", "--bare").folder
    before = contents(bare)
    for here in (bare, bare / "refs", bare / "hooks"):
        here.mkdir(exist_ok=True)
        monkeypatch.chdir(here)
        said = f"catalog: 'catalog.lock' is in {str(bare)!r}, a git directory (name a file outside it)\n"
        assert ask("lock", "tiny", "--rev", "HEAD", "--repo", str(bare)) == (3, "", said)
    assert contents(bare) == before


def test_a_work_tree_below_a_bare_repository_is_written_to(
    cards: GitFixture, tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = cards.clone(tmp_path / "bare.git", "--bare").worktree(tmp_path / "bare.git" / "main").folder
    monkeypatch.chdir(inside)
    assert ask("lock", "tiny")[0] == 0
    assert (inside / "catalog.lock").exists()


def test_a_link_that_is_committed_is_not_written_through_and_names_in_files_run_nothing(
    place: Path, cards: GitFixture, write: Write
) -> None:
    cards.commit({"catalog/models/$(touch ran).yaml": "name: other\nmodel_family: llama\n"})
    Path("catalog.lock").symlink_to("../victim/.bashrc")
    cards.commit()
    assert write("catalog.lock")[0] == 3
    assert (place / "victim" / ".bashrc").read_text() == "precious\n"


@pytest.mark.parametrize("file", ["catalog.lock", "out/catalog.lock"])
def test_a_lock_file_behind_a_link_is_not_brought_up_to_date(place: Path, ask: Ask, file: str) -> None:
    assert ask("lock", "tiny")[0] == 0
    Path("catalog.lock").rename(place / "victim" / "catalog.lock")
    Path("catalog.lock").symlink_to("../victim/catalog.lock")
    Path("out").symlink_to("../victim")
    before = (place / "victim" / "catalog.lock").stat()
    link = file.partition("/")[0]
    told = f"catalog: {link!r} is a link; links are not followed when writing (name the file, or remove it)\n"
    assert ask("lock", "--update", "--file", file) == (3, "", told)
    assert (place / "victim" / "catalog.lock").stat() == before


def test_a_summary_is_not_added_to_a_file_of_the_catalog(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(cards.folder)
    plain = ask("validate", "--format", "github")
    for file in ("catalog/models/tiny.yaml", "catalog/catalog.toml"):
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", file)
        code, out, err = ask("validate", "--format", "github")
        assert (code, out) == plain[:2]
        reason = f"{file!r} is a file of a catalog, which is not appended to"
        assert err == f"catalog: the summary of the step is not written to {file!r}: {reason}\n"
    assert contents(cards.folder) == before


@pytest.mark.parametrize("verb", ["validate", "policy"])
def test_a_summary_that_cannot_be_written_costs_no_annotation(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, verb: str
) -> None:
    plain = ask(verb, "--format", "github")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("victim")
    for file in ("pipe", "link", ".", "no/such/folder"):
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / file))
        code, out, err = ask(verb, "--format", "github")
        assert (code, out) == plain[:2]
        assert err.startswith(f"catalog: the summary of the step is not written to '{tmp_path / file}': ")
    assert not (tmp_path / "victim").exists()

"""Whose catalog is found by one who names none: of the work tree, or one of their own; and how far is searched."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assetcards import NoCatalogError, open_catalog
from assetcards_hooks.catalog_listing import main as catalog_listing
from assetcards_hooks.catalog_policy import main as catalog_policy
from assetcards_hooks.catalog_validate import main as catalog_validate
from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

STRANGER = 54321
VERBS = (["list"], ["show", "tiny"], ["validate"], ["stores"], ["envs"], ["blame", "tiny"], ["lock", "tiny"], ["diff"])
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may make files of another user")


def write_catalog(folder: Path, name: str = "tiny") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "catalog.toml").touch()
    (folder / "models.yaml").write_text(f"name: {name}\n")


def give_away(*paths: Path) -> None:
    for path in paths:
        os.lchown(path, STRANGER, STRANGER)


def plain(folder: Path) -> Path:
    repo = GitFixture.init(folder / "work" / "repo")
    repo.commit({"x": "x"})
    return repo.folder


def linked(folder: Path) -> Path:
    repo = GitFixture.init(folder / "main")
    repo.commit({"x": "x"})
    return repo.worktree(folder / "work" / "repo").folder


def submodule(folder: Path) -> Path:
    inner = GitFixture.init(folder / "inner")
    inner.commit({"x": "x"})
    above = GitFixture.init(folder / "work")
    above.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", f"file://{inner.folder}", "repo")
    return above.folder / "repo"


def through_a_link(folder: Path) -> Path:
    plain(folder)
    (folder / "link").symlink_to(folder / "work" / "repo")
    return folder / "link"


@pytest.mark.parametrize("make", [plain, linked, submodule, through_a_link])
@pytest.mark.parametrize("beside", ["", "catalog"])
def test_no_catalog_above_the_work_tree_answers(
    tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], Path], beside: str
) -> None:
    top = make(tmp_path)
    write_catalog(tmp_path / beside)
    (top / "sub").mkdir()
    monkeypatch.chdir(top / "sub")
    for verb in VERBS:
        code, out, err = ask(*verb)
        assert (code, out, "no catalog.toml in" in err) == (3, "", True), (verb, err)
    real = os.path.realpath(top)
    with pytest.raises(NoCatalogError) as caught:
        open_catalog()
    assert caught.value.__notes__ == [f"the search upward ended at {real}, the top of the work tree"]
    assert catalog_listing(["cards.md"]) == catalog_validate([]) == catalog_policy([]) == 0  # nothing to do


def test_from_inside_the_git_folder_nothing_is_found(tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    write_catalog(tmp_path)
    monkeypatch.chdir(plain(tmp_path) / ".git" / "refs")
    assert ask("list")[:2] == (3, "")
    bare = GitFixture.init(tmp_path / "cards.git", "--bare")
    monkeypatch.chdir(bare.folder / "refs")
    assert ask("list")[:2] == (3, "")


def test_what_is_named_is_read_wherever_it_is(tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    write_catalog(tmp_path)
    monkeypatch.chdir(plain(tmp_path))
    assert ask("list", "--format", "names", "--root", str(tmp_path))[:2] == (0, "tiny\n")
    monkeypatch.setenv("CATALOG_REPO", str(tmp_path))
    assert ask("list", "--format", "names")[:2] == (0, "tiny\n")


def test_outside_of_git_the_catalog_of_the_same_user_above_is_found(
    tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_catalog(tmp_path)
    (tmp_path / "deep" / "er").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "deep" / "er")
    assert ask("list", "--format", "names")[:2] == (0, "tiny\n")


@as_root
@pytest.mark.parametrize("theirs", [".", "catalog.toml"])
def test_outside_of_git_a_catalog_of_another_user_does_not_answer(
    tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch, theirs: str
) -> None:
    write_catalog(tmp_path / "t")
    (tmp_path / "t" / "mine").mkdir()
    give_away(tmp_path / "t" / theirs)
    monkeypatch.chdir(tmp_path / "t" / "mine")
    code, out, err = ask("list")
    assert (code, out) == (3, "")
    place = os.path.normpath(tmp_path / "t" / theirs)
    assert err == (
        f"catalog: no catalog.toml in {tmp_path / 't' / 'mine'}, its parents, or up to 4 folders below it"
        f" (name a folder of cards with --root); {place} belongs to another user ({STRANGER})\n"
    )
    assert ask("list", "--root", str(tmp_path / "t"))[0] == 0


@as_root
def test_outside_of_git_a_catalog_of_another_user_below_does_not_answer_either(
    tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_catalog(tmp_path / "theirs")
    give_away(tmp_path / "theirs")
    monkeypatch.chdir(tmp_path)
    code, _, err = ask("list")
    assert (code, f"{tmp_path / 'theirs'} belongs to another user ({STRANGER})" in err) == (3, True)


@as_root
def test_who_has_gone_to_the_folder_of_another_user_reads_it(
    tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container that runs as root in a checkout of somebody."""
    write_catalog(tmp_path / "t" / "catalog")
    (tmp_path / "t" / ".git").mkdir()
    give_away(*(tmp_path / "t").rglob("*"), tmp_path / "t")
    for folder in (".", "catalog"):
        monkeypatch.chdir(tmp_path / "t" / folder)
        assert ask("list", "--format", "names")[:2] == (0, "tiny\n")


@as_root
def test_a_git_folder_that_another_user_has_put_above_makes_their_files_no_work_tree_of_ours(
    tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_catalog(tmp_path / "t")
    repo = GitFixture.init(tmp_path / "t")
    (repo.folder / "mine").mkdir()
    give_away(repo.folder, repo.folder / ".git", repo.folder / "catalog.toml")
    monkeypatch.chdir(repo.folder / "mine")
    code, _, err = ask("list")
    assert (code, f"{repo.folder} belongs to another user ({STRANGER})" in err) == (3, True)
    configuration = tmp_path / "gitconfig"
    configuration.write_text(f"[safe]\n\tdirectory = {repo.folder}\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(configuration))
    assert ask("list", "--format", "names")[:2] == (0, "tiny\n")


def test_links_are_not_taken_for_settings(tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    write_catalog(tmp_path / "elsewhere")
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "catalog.toml").symlink_to("../elsewhere/catalog.toml")
    monkeypatch.chdir(tmp_path / "here")
    assert ask("list")[0] == 3


def many_files(folder: Path) -> None:
    folder.mkdir()
    for number in range(2100):
        (folder / str(number)).touch()


def many_folders(folder: Path) -> None:
    for outer in range(21):
        for inner in range(10):
            (folder / str(outer) / str(inner)).mkdir(parents=True)


def deep_folders(folder: Path) -> None:
    folder.mkdir()
    descriptor = os.open(folder, os.O_RDONLY)
    for _ in range(40):  # far beyond the longest path that there may be
        os.mkdir("d" * 200, dir_fd=descriptor)
        inner = os.open("d" * 200, os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = inner
    os.close(descriptor)


def loops(folder: Path) -> None:
    (folder / "a").mkdir(parents=True)
    (folder / "a" / "b").symlink_to("..")
    for number in range(40):
        (folder / f"to-root-{number}").symlink_to("/")


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
resource.setrlimit(resource.RLIMIT_AS, (1 << 29, 1 << 29))
from assetcards.cli.main import main
from assetcards.trees import roots
roots.MAX_ENTRIES_BELOW, roots.MAX_FOLDERS_BELOW = 2000, 200
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (many_files, "the search ended after 2000 files and folders"),
        (many_folders, "the search ended after 200 folders"),
        (deep_folders, "or up to 4 folders below it"),
        (loops, "or up to 4 folders below it"),
    ],
)
def test_a_search_without_end_ends_and_says_how_far_it_went(
    tmp_path: Path, make: Callable[[Path], None], said: str
) -> None:
    make(tmp_path / "place")
    command = [sys.executable, "-c", LIMITED, "list"]
    done = subprocess.run(command, cwd=tmp_path / "place", capture_output=True, text=True, check=False)
    subprocess.run(["rm", "-rf", tmp_path / "place"], check=True)  # pytest cannot remove the deepest
    assert (done.returncode, done.stdout, said in done.stderr) == (3, "", True), done.stderr


def test_a_few_trees_that_name_billions_of_folders_end_the_search_as_well(
    tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = GitFixture.init(tmp_path / "repo")
    tree = repo.git("mktree", content=f"100644 blob {repo.store_object('blob', b'x')}\tx\n")
    for _ in range(10):
        tree = repo.git("mktree", content="".join(f"040000 tree {tree}\tfolder{number}\n" for number in range(10)))
    commit = repo.git("commit-tree", tree, "-m", "bomb")
    message = "no catalog.toml was found: the search ended after 100000 folders of commit {}"
    told = f"catalog: {message.format(commit[:12])} (name a folder of cards with --root)\n"
    monkeypatch.chdir(repo.folder)
    assert ask("list", "--rev", commit) == (3, "", told)
    assert ask("diff", commit, commit) == (3, "", told)
    assert ask("list", "--repo", repo.folder.as_uri(), "--rev", commit) == (3, "", told)

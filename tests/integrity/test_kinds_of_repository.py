"""Repositories of every kind: each verb answers as in a plain one, or says in one sentence why it does not."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import chdir, nullcontext
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.cli.conftest import CARDS, Ask, ask
from tests.gitfixture import GitFixture

__all__ = ["ask"]  # a fixture is found by its name here

ON_COMMITS = (
    "list --rev HEAD",
    "show tiny_chat@lab --rev HEAD",
    "show tiny_chat --at 2023-11-15 --rev HEAD",
    "validate --rev HEAD",
    "envs --rev HEAD",
    "stores --rev HEAD",
    "blame tiny_chat@lab --rev HEAD",
    "log tiny_chat",
    "diff HEAD~1 HEAD",
    "compare tiny tiny_chat --rev HEAD",
    "lock tiny_chat --rev HEAD --file {lock}",
    "lock --check --file {lock}",
)
ON_CHECKOUT = ("list", "show tiny_chat", "validate", "validate --staged", "blame tiny_chat", "diff", "stores", "envs")

Answers: TypeAlias = dict[str, tuple[int, str, str]]
Make: TypeAlias = Callable[[GitFixture, Path], Path]


def as_bare(repo: GitFixture, folder: Path) -> Path:
    return repo.clone(folder / "cards.git", "--bare").folder


def as_work_tree(repo: GitFixture, folder: Path) -> Path:
    return repo.worktree(folder / "linked").folder


def as_work_tree_of_bare(repo: GitFixture, folder: Path) -> Path:
    return repo.clone(folder / "cards.git", "--bare").worktree(folder / "linked").folder


def as_submodule(repo: GitFixture, folder: Path) -> Path:
    above = GitFixture.init(folder / "above")
    above.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", f"file://{repo.folder}", "sub")
    return above.folder / "sub"


def as_clone_with_split_git_folder(repo: GitFixture, folder: Path) -> Path:
    return repo.clone(folder / "cards", f"--separate-git-dir={folder / 'apart'}").folder


def as_clone_that_borrows(repo: GitFixture, folder: Path) -> Path:
    return repo.clone(folder / "cards", "--shared", "--reference", str(repo.folder)).folder


def in_sha256(repo: GitFixture, folder: Path) -> Path:
    return make_repository(folder / "cards", "--object-format=sha256").folder


WITH_CHECKOUT = (as_work_tree, as_work_tree_of_bare, as_submodule, as_clone_with_split_git_folder, in_sha256)
WITH_COMMITS = (*WITH_CHECKOUT, as_bare, as_clone_that_borrows)


def make_repository(folder: Path, *options: str) -> GitFixture:
    """Two commits of four cards."""
    repo = GitFixture.init(folder, *options)
    repo.commit(CARDS)
    repo.commit({"catalog/models/tiny.yaml": CARDS["catalog/models/tiny.yaml"].replace("0.1", "0.2")})
    return repo


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> GitFixture:
    return make_repository(tmp_path_factory.mktemp("kinds") / "plain")


@pytest.fixture(scope="module")
def plain_answers() -> dict[tuple[str, ...], Answers]:
    """What the plain repository answered, by the commands; asked once."""
    return {}


def answers(folder: Path, commands: tuple[str, ...], ask: Ask, lock: Path) -> Answers:
    """What commands answer of a repository, with its place and the ids of commits masked."""

    def masked(text: str) -> str:
        relative = os.path.relpath(folder, lock.parent)
        for text_of_place, mask in (
            (str(folder), "PLACE"),
            (os.path.relpath(folder), "PLACE"),  # where the tests run beside the temporary folder
            (f" of {relative} at ", " of PLACE at "),
            (str(lock), "LOCK"),
        ):
            text = text.replace(text_of_place, mask)
        # files open from here where there is a work tree; and how wide columns are depends on what is masked
        text = re.sub(r" {2,}", "  ", text.replace("PLACE/catalog/", "catalog/"))
        return re.sub(r"\b(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{12})\b", "ID", text)

    found = {}
    for command in commands:
        place = () if "--check" in command else ("--repo", str(folder))
        with chdir(lock.parent) if command.startswith("lock") else nullcontext():  # a lock is written where one is
            code, out, err = ask(*command.format(lock=lock).split(), *place)
        found[command] = code, masked(out), masked(err)
    return found


@pytest.mark.parametrize(
    ("make", "commands"),
    [*((make, ON_COMMITS) for make in WITH_COMMITS), *((make, ON_CHECKOUT) for make in WITH_CHECKOUT)],
)
def test_every_verb_answers_as_in_a_plain_repository(
    make: Make,
    commands: tuple[str, ...],
    plain: GitFixture,
    tmp_path: Path,
    ask: Ask,
    plain_answers: dict[tuple[str, ...], Answers],
) -> None:
    if commands not in plain_answers:
        plain_answers[commands] = answers(plain.folder, commands, ask, tmp_path / "plain.lock")
    expected = plain_answers[commands]
    assert [command for command, answer in expected.items() if answer[0] > command.startswith("validate")] == []
    assert answers(make(plain, tmp_path), commands, ask, tmp_path / "catalog.lock") == expected


def test_a_bare_repository_has_no_checkout_and_says_so(plain: GitFixture, tmp_path: Path, ask: Ask) -> None:
    given = answers(as_bare(plain, tmp_path), ON_CHECKOUT, ask, tmp_path / "catalog.lock")
    said = "catalog: PLACE is a bare repository, which has no checkout and no index (name revisions)\n"
    assert given.pop("diff") == given.pop("validate --staged") == (3, "", said)
    assert set(given.values()) == {
        (3, "", "catalog: PLACE is a bare repository, which holds no folder of cards (add --rev HEAD)\n")
    }


@pytest.mark.parametrize("options", [(), ("--bare",), ("--object-format=sha256",)])
def test_an_empty_repository_says_that_it_has_no_commits(options: tuple[str, ...], tmp_path: Path, ask: Ask) -> None:
    empty = GitFixture.init(tmp_path / "empty", *options)
    given = answers(empty.folder, ON_COMMITS[:-1], ask, tmp_path / "catalog.lock")
    for command, answer in given.items():
        revision = "HEAD~1" if command.startswith("diff") else "HEAD"
        message = f"catalog: {revision!r} names no commit in PLACE (it has no commits yet)\n"
        assert (command, answer) == (command, (3, "", message))


def given_away(folder: Path) -> Path:
    """A folder that belongs to another user, with all that is in it."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, 4242, 4242, follow_symlinks=False)
    return folder


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to another user")
def test_a_repository_of_another_user_is_not_read_and_says_how_to_trust_it(
    plain: GitFixture, tmp_path: Path, ask: Ask
) -> None:
    foreign = given_away(plain.copy(tmp_path / "foreign").folder)
    reads_git = (*ON_COMMITS[:-1], "validate --staged", "blame tiny_chat", "diff")
    sentence = (
        "catalog: the repository at PLACE belongs to another user, and git does not read it "
        "(if you trust it: git config --global --add safe.directory PLACE)\n"
    )
    assert set(answers(foreign, reads_git, ask, tmp_path / "catalog.lock").values()) == {(3, "", sentence)}


TRUSTING = {
    "variables": {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"},
    "an option of git": {"GIT_CONFIG_PARAMETERS": "'safe.directory'='PLACE'"},
    "a file of the user": {"GIT_CONFIG_GLOBAL": "PLACE.config"},
}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to another user")
@pytest.mark.parametrize("means", TRUSTING)
def test_a_repository_of_another_user_is_read_when_the_user_trusts_it(
    means: str, plain: GitFixture, tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign = plain.copy(tmp_path / "foreign")
    given_away(foreign.folder)
    (tmp_path / "foreign.config").write_text(f"[safe]\n\tdirectory = {foreign.folder}\n")
    monkeypatch.chdir(foreign.folder)
    asked = ("list", "--rev", "HEAD", "--format", "names")
    assert ask(*asked)[0] == 3
    for name, value in TRUSTING[means].items():
        monkeypatch.setenv(name, value.replace("PLACE", str(foreign.folder)))
    code, output, error = ask(*asked)
    assert (code, "tiny\n" in output, error) == (0, True, "")
    assert ask("validate", "--staged")[0] == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to another user")
def test_a_repository_does_not_say_of_itself_that_it_is_trusted(
    plain: GitFixture, tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign = plain.copy(tmp_path / "foreign")
    foreign.git("config", "safe.directory", "*")
    given_away(foreign.folder)
    monkeypatch.chdir(foreign.folder)
    assert ask("list", "--rev", "HEAD")[0] == 3


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to another user")
def test_a_bare_repository_of_another_user_answers_like_any_other(
    plain: GitFixture, tmp_path: Path, ask: Ask, plain_answers: dict[tuple[str, ...], Answers]
) -> None:
    """What its configuration says is obeyed nowhere, so whose it is does not count where its folder itself is named."""
    if ON_COMMITS not in plain_answers:
        plain_answers[ON_COMMITS] = answers(plain.folder, ON_COMMITS, ask, tmp_path / "plain.lock")
    foreign = given_away(as_bare(plain, tmp_path))
    assert answers(foreign, ON_COMMITS, ask, tmp_path / "catalog.lock") == plain_answers[ON_COMMITS]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to another user")
@pytest.mark.parametrize("options", [(), ("--bare",)])
def test_a_repository_of_another_user_is_not_fetched_from_and_says_how_to_trust_it(
    options: tuple[str, ...], plain: GitFixture, tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    foreign = given_away(plain.clone(tmp_path / "foreign", *options).folder)
    git_dir = foreign if options else foreign / ".git"
    said = (
        f"catalog: {foreign.as_uri()}: it belongs to another user, and git does not serve it "
        f"(if you trust it: git config --global --add safe.directory {git_dir})\n"
    )
    assert ask("list", "--repo", foreign.as_uri(), "--rev", "main") == (3, "", said)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to another user")
def test_the_checkout_of_another_user_is_a_folder_of_cards_like_any_other(
    plain: GitFixture, tmp_path: Path, ask: Ask
) -> None:
    foreign = plain.copy(tmp_path / "foreign").folder
    reads_files = ("list", "show tiny_chat", "validate", "stores", "envs")
    expected = answers(foreign, reads_files, ask, tmp_path / "catalog.lock")
    given_away(foreign)
    assert answers(foreign, reads_files, ask, tmp_path / "catalog.lock") == expected

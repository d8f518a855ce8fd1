"""Git as people use it, beside what the field found: of the same kinds, and chosen without seeing the code."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import BASE, CHILD, Ask
from tests.gitfixture import GitFixture
from tests.remote.servers import allow_filters, git_daemon

PATH = "catalog/models/tiny.yaml"
TINY = f"{BASE}---\n{CHILD}"


# The user's own configuration


@pytest.mark.parametrize("place", ["home", "xdg", "named", "included"])
def test_the_trust_of_the_user_counts_wherever_git_reads_it(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: str
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give files to another user")
    for path in [cards.folder, *cards.folder.rglob("*")]:
        os.chown(path, 12345, 12345, follow_symlinks=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert ask("list", "--rev", "HEAD")[0] == 3
    trust = tmp_path / "home/.gitconfig"
    if place == "xdg":
        trust = tmp_path / "home/.config/git/config"
    if place == "named":
        trust = tmp_path / "named"
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(trust))
    trust.parent.mkdir(parents=True, exist_ok=True)
    text = f"[safe]\ndirectory = {cards.folder}\n"
    if place == "included":
        (tmp_path / "more").write_text(text)
        text = f"[include]\npath = {tmp_path}/more\n"
    trust.write_text(text)
    for question in ("list --rev HEAD", "diff --staged", "log tiny"):
        assert ask(*question.split())[::2] == (0, ""), question


# Partial clones


@pytest.fixture
def partial(cards: GitFixture, tmp_path: Path) -> Iterator[GitFixture]:
    cards.commit({PATH: TINY.replace("MIT", "ISC")})
    allow_filters(cards.folder)
    with git_daemon(tmp_path) as served:
        clone = GitFixture(tmp_path / "partial")
        options = ("--quiet", "--filter=blob:limit=30", "--no-checkout")
        cards.git("clone", *options, f"{served}/cards", clone.folder)
        yield clone


@pytest.mark.parametrize(
    "question",
    [
        "review HEAD~1 HEAD",
        "search tiny --rev HEAD --format json",
        "graph tiny --rev HEAD",
        "lock tiny --rev HEAD --file lock --format json",
        "show tiny --at 2100-01-01 --format json",
        "envs --rev HEAD",
    ],
)
def test_any_verb_reads_a_clone_without_large_contents(
    cards: GitFixture, partial: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    code, out, err = ask(*question.split())
    assert (code, err) == (0, "")
    monkeypatch.chdir(partial.folder)
    told, answer, said = ask(*question.split())
    assert (told, answer.replace(str(partial.folder), str(cards.folder))) == (0, out)
    assert "objects that this partial clone lacks" in said


# Revisions that name no commit, and histories that have parted


ZEROS = "0" * 40


@pytest.mark.parametrize(
    "question",
    [
        f"diff {ZEROS}..HEAD",
        f"diff HEAD {ZEROS}",
        f"policy --base {ZEROS}",
        f"policy HEAD..{ZEROS}",
        f"review {ZEROS} HEAD",
        f"list --rev {ZEROS}~1",
        f"validate --from-ref HEAD --to-ref {ZEROS}",
        f"validate --new-only {'0' * 64}",
    ],
)
def test_the_id_of_no_commit_stands_for_a_branch_that_is_new_or_deleted(
    cards: GitFixture, ask: Ask, question: str
) -> None:
    code, out, err = ask(*question.split())
    said = "is the id of no commit: the branch is new or was deleted (name the base of a new one, such as origin/main)"
    assert (code, out, said in err) == (3, "", True), err


@pytest.mark.parametrize(
    "question", ["diff --base {}", "policy --base {}", "validate --from-ref {}", "review --base {}"]
)
def test_histories_that_have_nothing_in_common_are_no_matter_of_fetching(
    cards: GitFixture, ask: Ask, question: str
) -> None:
    cards.git("switch", "--quiet", "--orphan", "other")
    cards.commit({"catalog/catalog.toml": "", PATH: TINY.replace("MIT", "ISC")})
    code, out, err = ask(*question.format("main").split())
    assert (code, out) == (3, ""), out
    assert "unshallow" not in err, err
    assert "have no common ancestor here (compare the two as they are: " in err, err


# Cards under other names


def log(ask: Ask, name: str) -> list[str]:
    return [entry["change"] for entry in json.loads(ask("log", name, "--format", "json")[1])["entries"]]


def test_a_card_that_is_renamed_while_its_catalog_moves_keeps_its_log(cards: GitFixture, ask: Ask) -> None:
    cards.git("mv", "catalog", "cards")
    cards.commit({"cards/models/tiny.yaml": TINY.replace("name: tiny_chat", "name: tiny_talk")})
    assert log(ask, "tiny_talk") == ["renamed", "appeared"]


def test_cards_that_swap_names_are_changed_and_not_renamed(cards: GitFixture, ask: Ask) -> None:
    one, two = ("name: {}\nmodel_family: small\nmodel_arch: x\ncheckpoint: hg://org/" + each + "\n" for each in "ab")
    cards.commit({"catalog/models/two.yaml": f"{one.format('one')}---\n{two.format('two')}"})
    cards.commit({"catalog/models/two.yaml": f"{one.format('two')}---\n{two.format('one')}"})
    assert log(ask, "one") == log(ask, "two") == ["changed", "appeared"]
    assert "2 changed" in ask("diff", "HEAD~1", "HEAD")[1]


def test_a_name_that_is_used_again_later_has_its_own_log(cards: GitFixture, ask: Ask) -> None:
    text = "name: {}\nmodel_family: small\nmodel_arch: x\ncheckpoint: hg://org/{}\n"
    path = "catalog/models/more.yaml"
    cards.commit({path: text.format("one", "a")})
    cards.commit({path: text.format("two", "a")})
    cards.commit({path: f"{text.format('two', 'a')}---\n{text.format('one', 'b')}"})
    assert log(ask, "two") == ["renamed", "appeared"]
    assert log(ask, "one") == ["appeared", "renamed", "appeared"]


# Commits that are nowhere else


@pytest.mark.parametrize("how", ["amended", "rebased", "reset"])
def test_a_locked_commit_that_was_rewritten_is_said_to_be_unreachable(cards: GitFixture, ask: Ask, how: str) -> None:
    cards.git("reset", "--quiet", "--hard")
    cards.commit({PATH: TINY.replace("MIT", "ISC")})
    assert ask("lock", "tiny")[0] == 0
    if how == "amended":
        cards.git("commit", "--quiet", "--amend", "--message", "Another")
    else:
        cards.git("reset", "--quiet", "--hard", "HEAD~1")
        cards.commit({"README.md": "x"})
    if how == "rebased":
        cards.git("cherry-pick", "ORIG_HEAD")
    code, out, _ = ask("lock", "--check")
    assert (code, "is not reachable from" in out) == (1, True), out


# Mass moves


def test_two_mass_moves_leave_each_line_its_commit_and_cost_few_processes(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cards.git("reset", "--quiet", "--hard")
    text = "name: m{}\nmodel_family: small\nmodel_arch: x\ncheckpoint: hg://org/m{}\n"
    cards.commit({f"catalog/models/{number}.yaml": text.format(number, number) for number in range(60)})
    wrote = cards.head()
    cards.git("mv", "catalog/models", "catalog/more")
    cards.commit({"catalog/more/7.yaml": text.format(7, 70)})
    edited = cards.head()
    cards.git("mv", "catalog", "cards")
    cards.git("mv", "cards/more", "cards/models")
    cards.commit()
    noting = tmp_path / "bin/git"
    noting.parent.mkdir()
    noting.write_text(f'#!/bin/sh\necho >> {tmp_path}/started\nexec {shutil.which("git")} "$@"\n')
    noting.chmod(0o755)
    monkeypatch.setenv("PATH", f"{noting.parent}:{os.environ['PATH']}")
    entries = json.loads(ask("blame", "m7", "--format", "json")[1])["entries"]
    assert (tmp_path / "started").read_text().count("\n") <= 14
    by_field = {entry["field"]: entry["commit"] for entry in entries}
    assert by_field == {"model_family": wrote, "model_arch": wrote, "checkpoint": edited}
    blamed = cards.git("blame", "--porcelain", "cards/models/7.yaml")
    assert wrote in blamed
    assert edited in blamed


# Environments that nobody knows


READING = ("list", "list --rev HEAD", "show tiny", "search tiny", "graph tiny", "blame tiny", "compare tiny tiny_chat")
JUDGING = ("log tiny", "validate --staged --all", "validate --new-only HEAD", "validate --from-ref v1")


@pytest.mark.parametrize(
    ("question", "by"),
    [*((each, "option") for each in (*READING, *JUDGING)), *((each, "variable") for each in READING)],
)
def test_an_unknown_environment_is_refused_however_it_is_named(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch, question: str, by: str
) -> None:
    """A log, and what judges cards in all environments, are asked in none but one that is named."""
    if by == "variable":
        monkeypatch.setenv("CATALOG_ENV", "lba")
    code, out, err = ask(*question.split(), *(["--env", "lba"] if by == "option" else []))
    assert (code, out) == (1, ""), (code, out, err)
    assert "environment 'lba' is not known (did you mean 'lab'?)" in err, err


def test_the_ends_of_a_range_may_be_tags_and_any_way_to_write_a_commit(cards: GitFixture, ask: Ask) -> None:
    cards.git("tag", "--annotate", "--message", "x", "noted")
    cards.commit({PATH: TINY.replace("license: MIT", "base: gone")})
    head = cards.head()
    answers = {
        ask("validate", "--from-ref", start, "--to-ref", end)[0]
        for start, end in (("noted", "HEAD"), ("v1", "@"), ("HEAD^", head[:9]), ("main~1", head.upper()))
    }
    assert answers == {1}

"""Blame where git alone does not answer: what is not committed, not in git, cut off, or oddly set up."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import pytest

from assetcards import MemoryTree, open_catalog
from assetcards.errors import FieldError, GitError
from assetcards.model.catalog import Catalog
from assetcards.names import Asked
from assetcards.provenance.blame import blame_card
from assetcards.provenance.cardlog import CardLog
from assetcards.provenance.history import History, open_at
from assetcards.provenance.lastchange import find_last_changes
from assetcards.provenance.writer import PARTIAL
from assetcards.sources.staged import open_index
from tests.gitfixture import FIRST_COMMIT_TIME, GitFixture

TINY = """\
name: tiny
model_family: llama
checkpoint: "hg://org/tiny"
license: MIT
model_config:
  rope:
    theta: 10000
  langs:
  - en
  - de
"""
UNCOMMITTED = "not committed yet"


@pytest.fixture
def repo(tmp_path: Path) -> GitFixture:
    """A catalog of one card, of which three commits wrote lines."""
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"cards/catalog.toml": "", "cards/models/tiny.yaml": TINY}, message="A card")
    repo.commit({"cards/models/tiny.yaml": TINY.replace("MIT", "Apache-2.0")}, message="Another licence")
    repo.commit({"cards/models/tiny.yaml": TINY.replace("MIT", "Apache-2.0").replace("10000", "50")}, message="Turn")
    return repo


def writers(catalog: Catalog, query: str = "tiny", field: str | None = None, *, moves: bool = False) -> dict[str, str]:
    """The subject of the commit that wrote each value, or why it is not known."""
    with catalog:
        blamed = blame_card(catalog, query, field, moves=moves).entries
    return {writing.field: writer.commit.summary if writer.commit else writer.note for writing, writer in blamed}


def blame(repo: GitFixture, field: str | None = None, *, rev: str | None = None, moves: bool = False) -> dict[str, str]:
    return writers(open_catalog(repo.folder, rev=rev, stores=[]), "tiny", field, moves=moves)


COMMITTED = {
    "model_family": "A card",
    "checkpoint": "A card",
    "license": "Another licence",
    "model_config.rope.theta": "Turn",
    "model_config.langs": "A card",
}


@pytest.mark.parametrize("rev", [None, "HEAD"])
def test_each_value_has_the_commit_that_wrote_its_line(repo: GitFixture, rev: str | None) -> None:
    assert blame(repo, rev=rev) == COMMITTED


def test_an_older_revision_is_blamed_as_it_was(repo: GitFixture) -> None:
    assert blame(repo, rev="HEAD~2") == dict.fromkeys(COMMITTED, "A card")


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("license", ["license"]),
        ("model_config", ["model_config.rope.theta", "model_config.langs"]),
        ("model_config.rope", ["model_config.rope.theta"]),
        ("model_config_overrides.rope", ["model_config.rope.theta"]),
    ],
)
def test_a_field_is_blamed_alone_and_a_config_with_all_below_it(
    repo: GitFixture, field: str, fields: list[str]
) -> None:
    assert list(blame(repo, field)) == fields


def test_an_unknown_field_has_a_suggestion(repo: GitFixture) -> None:
    with pytest.raises(FieldError, match=r"card 'tiny' has no field 'licence' \(did you mean 'license'\?\)"):
        blame(repo, "licence")


def test_a_value_is_where_it_begins_and_not_where_its_key_is(repo: GitFixture) -> None:
    text = "name: tiny\ncheckpoint:\n  hg://org/x\nlangs:\n- en\nnote: >\n  a\n  b\n"
    repo.write({"cards/models/tiny.yaml": text + "model_config:\n  langs:\n  - en\n  empty: {}\n"})
    with open_catalog(repo.folder, stores=[]) as catalog:
        lines = {writing.field: writing.line for writing, _ in blame_card(catalog, "tiny").entries}
    assert lines == {
        "checkpoint": 3,
        "langs": 5,
        "note": 6,
        "model_config.langs": 11,
        "model_config.empty": 12,
    }


def test_bases_and_overrides_are_followed_each_with_its_own_commit(repo: GitFixture) -> None:
    repo.commit({"cards/models/chat.yaml": "name: chat\nbase: tiny\nlicense: MIT\n"}, message="Chat")
    repo.commit({"cards/models/@lab/chat.yaml": "name: chat@lab\ncheckpoint: /x.pt\n"}, message="In the lab")
    assert writers(open_catalog(repo.folder, stores=[]), "chat@lab") == {
        "checkpoint": "In the lab",
        "base": "Chat",
        "license": "Chat",
        "model_family": "A card",
        "model_config.rope.theta": "Turn",
        "model_config.langs": "A card",
    }


# The checkout


def test_a_line_that_differs_from_head_is_not_committed_yet(repo: GitFixture) -> None:
    text = (repo.folder / "cards/models/tiny.yaml").read_text()
    repo.write({"cards/models/tiny.yaml": "# new\n" + text.replace("llama", "qwen")})
    assert blame(repo) == COMMITTED | {"model_family": UNCOMMITTED}
    assert blame(repo, rev="HEAD") == COMMITTED


def test_staged_is_not_committed(repo: GitFixture) -> None:
    repo.write({"cards/models/tiny.yaml": TINY.replace("llama", "qwen")})
    repo.git("add", "--all")
    assert blame(repo)["model_family"] == UNCOMMITTED
    assert writers(open_index(repo.folder))["model_family"] == UNCOMMITTED
    assert writers(open_index(repo.folder))["checkpoint"] == "A card"


def test_a_file_renamed_in_the_checkout_is_followed(repo: GitFixture) -> None:
    os.rename(repo.folder / "cards/models/tiny.yaml", repo.folder / "cards/other.yaml")
    assert blame(repo) == COMMITTED


def test_a_card_moved_to_another_file_in_the_checkout_is_followed_with_moves(repo: GitFixture) -> None:
    text = (repo.folder / "cards/models/tiny.yaml").read_text()
    repo.write({"cards/models/tiny.yaml": "name: other\nnote: something else\n", "cards/new.yaml": text})
    assert blame(repo) == dict.fromkeys(COMMITTED, UNCOMMITTED)
    assert blame(repo, moves=True)["checkpoint"] == "A card"


def test_a_new_file_is_not_committed_yet(repo: GitFixture) -> None:
    repo.write({"cards/models/new.yaml": "name: new\nbase: tiny\n"})
    found = writers(open_catalog(repo.folder, stores=[]), "new")
    assert found == COMMITTED | {"base": UNCOMMITTED}


def test_before_the_first_commit_nothing_is_committed(tmp_path: Path) -> None:
    repo = GitFixture.init(tmp_path / "repo")
    repo.write({"cards/catalog.toml": "", "cards/tiny.yaml": TINY})
    assert set(blame(repo).values()) == {UNCOMMITTED}


@pytest.mark.parametrize("new_line", [False, True])
def test_line_endings_that_git_changes_on_the_way_are_no_edit(repo: GitFixture, new_line: bool) -> None:
    text = (repo.folder / "cards/models/tiny.yaml").read_text() + "note: x\n" * new_line
    repo.write({"cards/models/tiny.yaml": text.replace("\n", "\r\n")})
    assert blame(repo) == COMMITTED | ({"note": UNCOMMITTED} if new_line else {})


def test_line_endings_that_are_committed_count(repo: GitFixture) -> None:
    repo.commit({"cards/models/tiny.yaml": TINY.replace("\n", "\r\n")}, message="Line ends")
    assert set(blame(repo).values()) == {"Line ends"}
    repo.write({"cards/models/tiny.yaml": TINY})
    assert set(blame(repo).values()) == {UNCOMMITTED}


def test_a_lone_carriage_return_ends_a_line_of_the_card_but_not_of_git(repo: GitFixture) -> None:
    repo.commit({"cards/models/tiny.yaml": "name: tiny\r# x\r# y\na: 1\nb: 1\n"}, message="First")
    repo.commit({"cards/models/tiny.yaml": "name: tiny\r# x\r# y\na: 1\nb: 2\n"}, message="Second")
    assert blame(repo) == {"a": "First", "b": "Second"}


def test_no_filter_is_run_and_nothing_is_written(repo: GitFixture, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\ncat\n")
    trap.chmod(0o755)
    repo.commit({".gitattributes": "* filter=trap diff=trap ident eol=crlf\n"})
    for key in ("filter.trap.clean", "filter.trap.smudge", "filter.trap.process", "diff.trap.textconv"):
        repo.git("config", key, str(trap))
    for key in ("core.fsmonitor", "diff.external", "core.pager", "gpg.program", "core.alternateRefsCommand"):
        repo.git("config", key, str(trap))
    repo.git("config", "log.showSignature", "true")
    repo.write({"cards/models/tiny.yaml": TINY.replace("llama", "qwen")})
    before = {path: path.stat().st_mtime_ns for path in sorted(repo.folder.rglob("*"))}
    assert blame(repo)["checkpoint"] == "A card"
    assert blame(repo, rev="HEAD", moves=True)["checkpoint"] == "A card"
    with open_catalog(repo.folder, stores=[]) as checkout, open_catalog(repo.folder, rev="HEAD") as catalog:
        [writer] = find_last_changes(checkout, checkout.all_cards()).values()
        assert writer.note == UNCOMMITTED
        log, history = CardLog(History(catalog), Asked("tiny")), History(catalog)
        assert len(list(filter(None, map(log.maybe_change, history.steps)))) == 3
        assert open_at(catalog, FIRST_COMMIT_TIME + 3600, "then").card("tiny").fields["license"] == "MIT"
    assert {path: path.stat().st_mtime_ns for path in sorted(repo.folder.rglob("*"))} == before
    assert not (tmp_path / "sprung").exists()


def test_a_file_and_a_folder_whose_names_sort_alike_but_for_the_slash_are_distinguished(repo: GitFixture) -> None:
    repo.commit({"cards/models.yaml": "name: other\n", "cards/models-b.yaml": "name: more\n"})
    repo.write({"cards/models/tiny.yaml": TINY, "cards/models.yaml": "name: other\nnote: x\n"})
    assert blame(repo)["checkpoint"] == "A card"
    assert writers(open_catalog(repo.folder, stores=[]), "other") == {"note": UNCOMMITTED}


# What git is told to pass over


def reformat(repo: GitFixture) -> str:
    text = (repo.folder / "cards/models/tiny.yaml").read_text()
    return repo.commit({"cards/models/tiny.yaml": text.replace(": ", ":   ")}, message="Form")


def test_commits_that_the_repository_lists_are_passed_over(repo: GitFixture) -> None:
    commit = reformat(repo)
    assert blame(repo)["checkpoint"] == "Form"
    repo.write({".git-blame-ignore-revs": f"# form alone\n\n  {commit}  # really\n"})
    assert blame(repo) == COMMITTED
    assert blame(repo, rev="HEAD")["checkpoint"] == "Form"
    repo.commit(message="List it")
    assert blame(repo, rev="HEAD") == COMMITTED


def test_a_list_that_the_configuration_names_as_users_do_is_no_obstacle(repo: GitFixture) -> None:
    commit = reformat(repo)
    repo.write({".git-blame-ignore-revs": f"{commit}\n"})
    repo.git("config", "blame.ignoreRevsFile", ".git-blame-ignore-revs")
    assert blame(repo) == COMMITTED
    repo.git("config", "blame.ignoreRevsFile", "not-there")
    assert blame(repo) == COMMITTED


@pytest.mark.parametrize("odd", ["\f", "\v", "\x1c", "\u2028", "\x85"])
def test_a_line_of_the_list_ends_where_git_ends_it(repo: GitFixture, odd: str) -> None:
    commit = reformat(repo)
    repo.write({".git-blame-ignore-revs": f"# form{odd}alone\n{commit}\r\n"})
    assert blame(repo) == COMMITTED


def test_a_list_that_is_a_link_or_names_no_commit_of_ours_changes_nothing(repo: GitFixture, tmp_path: Path) -> None:
    repo.write({".git-blame-ignore-revs": "0" * 39 + "1\n"})
    assert blame(repo) == COMMITTED
    (tmp_path / "secret").write_text("not for everybody\n")
    (repo.folder / ".git-blame-ignore-revs").unlink()
    (repo.folder / ".git-blame-ignore-revs").symlink_to(tmp_path / "secret")
    assert blame(repo) == COMMITTED


# Where the cards are


def test_cards_outside_git_say_so(tmp_path: Path) -> None:
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "tiny.yaml").write_text(TINY)
    assert set(writers(open_catalog(tmp_path / "cards", stores=[])).values()) == {"not in a git repository"}


def test_each_store_is_blamed_where_it_is_at_home(repo: GitFixture, tmp_path: Path) -> None:
    other = GitFixture.init(tmp_path / "other")
    other.commit({"base.yaml": "name: base\nnote: x\n"}, message="Elsewhere")
    memory = MemoryTree("m", {"m.yaml": "name: far\nurl: https://example.org/\n"})
    repo.commit({"cards/chat.yaml": "name: chat\nbase: base\nchat: 1\n"}, message="Chat")
    other.write({"base.yaml": "name: base\nbase: far\nnote: x\n"})
    assert writers(open_catalog(repo.folder, stores=[other.folder, memory]), "chat") == {
        "base": "Chat",
        "chat": "Chat",
        "note": "Elsewhere",
        "url": "not in a git repository",
    }
    assert writers(open_catalog(repo.folder, rev="HEAD", stores=[other.folder, memory]), "chat")["note"] == "Elsewhere"


def test_a_store_whose_repository_git_does_not_read_says_why(repo: GitFixture, tmp_path: Path) -> None:
    other = GitFixture.init(tmp_path / "other")
    other.commit({"base.yaml": "name: base\nnote: x\n"})
    repo.commit({"cards/chat.yaml": "name: chat\nbase: base\nchat: 1\n"}, message="Chat")
    (other.folder / ".git" / "HEAD").write_text("garbage")
    found = writers(open_catalog(repo.folder, stores=[other.folder]), "chat")
    assert (found["chat"], found["note"]) == ("Chat", f"{other.folder}/.git is not a valid git repository")


def test_a_bare_repository_and_a_linked_work_tree_are_blamed_alike(repo: GitFixture, tmp_path: Path) -> None:
    bare = repo.clone(tmp_path / "bare.git", "--bare")
    assert blame(bare, rev="HEAD") == COMMITTED
    linked = repo.worktree(tmp_path / "linked")
    linked.write({"cards/models/tiny.yaml": (repo.folder / "cards/models/tiny.yaml").read_text() + "note: x\n"})
    assert blame(linked) == COMMITTED | {"note": UNCOMMITTED}
    assert blame(repo) == COMMITTED


def test_a_submodule_is_blamed_in_its_own_repository(repo: GitFixture, tmp_path: Path) -> None:
    above = GitFixture.init(tmp_path / "above")
    chat = "name: chat\nbase: tiny\nlicense: MIT\n"
    above.commit({"cards/catalog.toml": "", "cards/chat.yaml": chat}, message="Above")
    above.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", f"file://{repo.folder}", "vendor")
    above.commit(message="A submodule")
    assert blame(GitFixture(above.folder / "vendor")) == COMMITTED
    cards, theirs = above.folder / "cards", above.folder / "vendor/cards"
    found = writers(open_catalog(cards, stores=[theirs]), "chat")
    assert found == COMMITTED | {"base": "Above", "license": "Above"}
    (theirs / "models/tiny.yaml").write_text(TINY.replace("llama", "qwen"))
    assert writers(open_catalog(cards, stores=[theirs]), "chat")["model_family"] == UNCOMMITTED


def test_a_sha256_repository_is_blamed_alike(tmp_path: Path) -> None:
    repo = GitFixture.init(tmp_path / "repo", "--object-format=sha256")
    repo.commit({"cards/catalog.toml": "", "cards/tiny.yaml": TINY}, message="A card")
    repo.write({"cards/tiny.yaml": TINY.replace("llama", "qwen")})
    assert blame(repo, rev="HEAD") == dict.fromkeys(COMMITTED, "A card")
    assert blame(repo) == dict.fromkeys(COMMITTED, "A card") | {"model_family": UNCOMMITTED}


@pytest.mark.parametrize("name", ['a "b" c', "a:b", "back\\slash", "new\nline", "caf\udce9"])
def test_a_repository_and_files_of_any_name_are_blamed(tmp_path: Path, name: str) -> None:
    repo = GitFixture.init(tmp_path / name)
    repo.commit({"catalog.toml": "", f"{name}/{name}.yaml": TINY}, message="A card")
    repo.write({f"{name}/{name}.yaml": TINY.replace("llama", "qwen")})
    assert blame(repo)["model_family"] == UNCOMMITTED
    assert blame(repo)["checkpoint"] == "A card"


# What a clone leaves out


def test_branches_that_git_cannot_read_are_not_taken_for_no_commit(repo: GitFixture) -> None:
    repo.git("pack-refs", "--all")
    (repo.folder / ".git/packed-refs").write_text("garbage\n")
    with pytest.raises(GitError, match=r"unexpected line in .*packed-refs: garbage \(run `git fsck`\)$"):
        blame(repo)


def test_a_shallow_clone_does_not_name_the_commit_at_its_end(repo: GitFixture, tmp_path: Path) -> None:
    cut = "this clone is shallow: the commit is older than its history"
    clone = repo.clone(tmp_path / "clone", "--depth=2")
    found = dict.fromkeys(COMMITTED, cut) | {"model_config.rope.theta": "Turn"}
    assert blame(clone) == blame(clone, rev="HEAD") == found
    clone.git("fetch", "--quiet", "--unshallow")
    assert blame(clone) == COMMITTED


def test_a_partial_clone_says_what_it_does_not_know_where_nothing_may_be_fetched(
    repo: GitFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATALOG_OFFLINE", "1")
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = repo.clone(tmp_path / "clone", "--filter=blob:none")
    objects = sorted(clone.folder.rglob("objects/**/*"))
    assert set(blame(clone).values()) == {PARTIAL}
    assert sorted(clone.folder.rglob("objects/**/*")) == objects


def test_a_partial_clone_reports_each_file_for_which_it_has_enough(
    repo: GitFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATALOG_OFFLINE", "1")
    repo.commit({"cards/models/chat.yaml": "name: chat\nbase: tiny\nnote: 1\n"}, message="Chat")
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = repo.clone(tmp_path / "clone", "--filter=blob:none")
    found = writers(open_catalog(clone.folder, stores=[]), "chat")
    assert found == dict.fromkeys(COMMITTED, PARTIAL) | {"base": "Chat", "note": "Chat"}


@pytest.mark.parametrize("what", ["HEAD~1", "HEAD~1^{tree}", "HEAD~1:cards", "HEAD~1:cards/models/tiny.yaml", "HEAD~2"])
@pytest.mark.parametrize("damage", ["garbage", "", None])
def test_a_damaged_history_is_an_error_and_no_answer(repo: GitFixture, what: str, damage: str | None) -> None:
    damaged = repo.git("rev-parse", what)
    path = repo.folder / ".git" / "objects" / damaged[:2] / damaged[2:]
    path.unlink()
    if damage is not None:
        path.write_text(damage)
    for rev in (None, "HEAD"):
        with pytest.raises(GitError):
            blame(repo, rev=rev)


NOTES = [f"note{number}: what the card says in line {number}\n" for number in range(20)]


def card_of(name: str, *changed: int) -> str:
    return f"name: {name}\n" + "".join(f"{line[:-1]} now\n" if at in changed else line for at, line in enumerate(NOTES))


@pytest.mark.parametrize("old", ["x.yaml", 'o "d"\td\\\xe4.yaml'])
def test_the_name_that_git_takes_for_the_older_one_is_checked(tmp_path: Path, old: str) -> None:
    """git prefers a file of the same name to one that is more alike."""
    repo = GitFixture.init(tmp_path / "odd")
    repo.commit({"cards/catalog.toml": "", f"cards/a/{old}": card_of("x", 0, 1)})
    first = repo.git("rev-parse", f"HEAD:cards/a/{old}")
    wrote = repo.commit({f"cards/a/{old}": card_of("x", 0)})
    if old == "x.yaml":
        repo.commit({"cards/b/y.yaml": card_of("y", 0, 17, 18)})
    repo.commit({"cards/c/x.yaml": card_of("x", 0, 17, 18)}, remove=[f"cards/a/{old}", *files_in(repo, "cards/b")])
    with open_catalog(repo.folder, rev="HEAD", stores=[]) as catalog:
        found = {entry.field: writer.commit and writer.commit.id for entry, writer in blame_card(catalog, "x").entries}
    assert (found["note1"], found["note2"]) == (wrote, repo.head("HEAD~3" if old == "x.yaml" else "HEAD~2"))
    forged = card_of("x", 0, 1, 2).encode()
    path = repo.folder / ".git/objects" / first[:2] / first[2:]
    path.chmod(0o644)
    path.write_bytes(zlib.compress(b"blob %d\0%b" % (len(forged), forged)))
    with open_catalog(repo.folder, rev="HEAD", stores=[]) as catalog, pytest.raises(GitError):
        blame_card(catalog, "x")


def files_in(repo: GitFixture, folder: str) -> list[str]:
    return [path.relative_to(repo.folder).as_posix() for path in (repo.folder / folder).glob("*")]

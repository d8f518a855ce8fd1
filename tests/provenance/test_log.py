"""Log and what is told of a day: what changes a card, roots that move, merges, dates, clones that lack something."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetcards import open_catalog
from assetcards.errors import RevisionError
from assetcards.names import Asked, parse_asked
from assetcards.provenance import history
from assetcards.provenance.cardlog import CardLog
from assetcards.provenance.history import History, open_at
from assetcards.provenance.lastchange import find_last_changes
from assetcards.provenance.writer import PARTIAL
from assetcards.sources.defaults import unindexed
from bench.catalogs import Shape, write_catalog
from tests.cli.conftest import Ask
from tests.gitfixture import FIRST_COMMIT_TIME, SECONDS_BETWEEN_COMMITS, GitFixture

TINY = "name: tiny\nmodel_family: llama\ncheckpoint: hg://org/tiny\n"
CHAT = "name: chat\nbase: tiny\n"


@pytest.fixture
def repo(tmp_path: Path) -> GitFixture:
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"cards/catalog.toml": "", "cards/tiny.yaml": TINY, "cards/chat.yaml": CHAT}, message="Cards")
    return repo


def log(repo: GitFixture, query: str, **options: bool) -> list[tuple[str, str, list[str]]]:
    """The subject of each commit that changed a card, what it did, and the names of the fields; then the notes."""
    with open_catalog(repo.folder, rev="HEAD", stores=[]) as catalog:
        history = History(catalog, **options)
        card_log = CardLog(history, parse_asked(query))
        changes = filter(None, map(card_log.maybe_change, history.steps))
        told = [
            (
                repo.git("log", "-1", "--format=%s", change.commit),
                str(change.turn),
                [d.field for d in change.differences],
            )
            for change in changes
        ]
    return told + [("", note, []) for note in card_log.notes]


APPEARED = ("Cards", "appeared", ["base", "checkpoint", "model_family"])


def test_a_base_an_override_and_a_tokenizer_change_a_card_and_form_does_not(repo: GitFixture) -> None:
    repo.commit({"cards/tiny.yaml": TINY + "license: MIT\n"}, message="Base")
    repo.commit({"cards/chat.yaml": f"# form\n{CHAT}"}, message="Form")
    repo.commit({"cards/moved/chat.yaml": CHAT}, remove=["cards/chat.yaml"], message="Move")
    repo.commit({"cards/moved/chat.yaml": f"{CHAT}tokenizer_ref: words\n"}, message="Reference to nothing")
    repo.commit({"cards/words.yaml": "name: words\ntokenizer: hg://org/words\n"}, message="Tokenizer")
    repo.commit({"cards/words.yaml": "name: words\ntokenizer_ref: other\n"}, message="Tokenizer leads on")
    repo.commit({"cards/other.yaml": "name: other\ntokenizer: hg://org/other\n"}, message="Other tokenizer")
    repo.commit({"README.md": "hello\n"}, message="No card")
    plain = [
        ("Other tokenizer", "changed", ["tokenizer_ref.tokenizer"]),
        ("Tokenizer leads on", "changed", ["tokenizer_ref.tokenizer"]),
        ("Tokenizer", "changed", ["tokenizer_ref.tokenizer"]),
        ("Reference to nothing", "changed", ["tokenizer_ref"]),
        ("Base", "changed", ["license"]),
        APPEARED,
    ]
    assert log(repo, "chat") == plain
    repo.commit({"cards/@lab/words.yaml": "name: words@lab\nlicense: MIT\ntokenizer: x\n"}, message="In the lab")
    repo.commit({"cards/@lab/chat.yaml": "name: chat@lab\nmodel_arch: big\n"}, message="Override")
    assert log(repo, "chat") == plain
    repo.commit({"cards/@lab/other.yaml": "name: other@lab\nlicense: MIT\n"}, message="Tokenizer in the lab")
    assert log(repo, "chat") == plain
    assert log(repo, "chat@lab")[:3] == [
        ("Tokenizer in the lab", "changed", ["tokenizer_ref.license"]),
        ("Override", "changed", ["model_arch"]),
        ("In the lab", "appeared", sorted([*APPEARED[2], "license", "tokenizer_ref", "tokenizer_ref.tokenizer"])),
    ]
    assert {name: last_changes(repo)[name] for name in ("chat", "chat@lab")} == {
        "chat": "Other tokenizer",
        "chat@lab": "Tokenizer in the lab",
    }


def test_a_card_that_breaks_is_fixed_and_goes_away_is_reported(repo: GitFixture) -> None:
    repo.commit({"cards/tiny.yaml": "name: tiny\nbase: tiny_x\n"}, message="Break")
    repo.commit({"cards/tiny.yaml": "name: tiny\nbase: tiny_y\n"}, message="Still broken")
    repo.commit({"cards/tiny.yaml": TINY}, message="Mend")
    repo.commit(remove=["cards/chat.yaml"], message="Remove")
    assert log(repo, "chat") == [
        ("Remove", "disappeared", APPEARED[2]),
        ("Mend", "fixed", APPEARED[2]),
        ("Break", "broke", APPEARED[2]),
        APPEARED,
    ]


def test_the_root_is_followed_where_catalog_toml_moved(repo: GitFixture) -> None:
    repo.git("mv", "cards", "data")
    repo.commit(message="Move all")
    repo.commit({"data/tiny.yaml": TINY.replace("llama", "qwen")}, message="Change")
    assert log(repo, "chat") == [("Change", "changed", ["model_family"]), APPEARED]


def test_another_catalog_is_not_taken_for_the_one_that_came_later(repo: GitFixture) -> None:
    repo.commit({"other/catalog.toml": "", "other/chat.yaml": "name: chat\nnote: other\n"}, message="Another")
    with open_catalog(repo.folder, root="other", rev="HEAD", stores=[]) as catalog:
        history = History(catalog)
        changes = [change for step in history.steps if (change := CardLog(history, Asked("chat")).maybe_change(step))]
    assert [(change.commit, str(change.turn)) for change in changes] == [(repo.head(), "appeared")]


@pytest.mark.parametrize("before", ["", "old/", "a/b/c/"])
def test_a_folder_without_catalog_toml_is_followed_to_where_most_of_its_files_were(tmp_path: Path, before: str) -> None:
    repo = GitFixture.init(tmp_path / "plain")
    old = {f"{before}x/tiny.yaml": TINY, f"{before}chat.yaml": CHAT, f"{before}other.yaml": "name: other\n"}
    repo.commit(old, message="Cards")
    repo.commit({f"{before}x/tiny.yaml": f"{TINY}license: MIT\n"}, message="License")
    new = {
        "new/x/tiny.yaml": f"{TINY}license: MIT\n",
        "new/chat.yaml": f"{CHAT}note: 1\n",
        "new/other.yaml": "name: other\n",
    }
    repo.commit(new, remove=old, message="Move")
    repo.commit({"new/x/tiny.yaml": TINY}, message="No license")
    with open_catalog(repo.folder, root="new", rev="HEAD", stores=[]) as catalog:
        history = History(catalog)
        changes = filter(None, map(CardLog(history, Asked("tiny")).maybe_change, history.steps))
        told = [repo.git("log", "-1", "--format=%s", change.commit) for change in changes]
    assert told == ["No license", "License", "Cards"]


def test_a_folder_of_copies_or_of_files_from_two_folders_has_no_older_history(tmp_path: Path) -> None:
    repo = GitFixture.init(tmp_path / "plain")
    repo.commit({"old/tiny.yaml": TINY, "older/chat.yaml": CHAT})
    repo.commit({"copy/tiny.yaml": TINY}, message="Copy")
    repo.commit({"new/tiny.yaml": TINY, "new/chat.yaml": CHAT}, remove=["old/tiny.yaml", "older/chat.yaml"])
    for root, before in (("copy", 1), ("new", 2)):
        with open_catalog(repo.folder, root=root, rev="HEAD", stores=[]) as catalog:
            history = History(catalog)
            assert [history.root(step.commit).folder for step in history.steps] == [root] * 3
            assert [history.root(step.commit).tree_id is None for step in history.steps].count(True) == before


def test_where_two_catalogs_moved_at_once_neither_is_followed(repo: GitFixture) -> None:
    repo.commit({"other/catalog.toml": "", "other/chat.yaml": "name: chat\nnote: other\n"}, message="Another")
    repo.git("mv", "cards", "new")
    repo.git("mv", "other", "newer")
    repo.commit(message="Move both")
    with open_catalog(repo.folder, root="new", rev="HEAD", stores=[]) as catalog:
        history = History(catalog)
        states = [CardLog(history, Asked("chat")).state_at(step.commit).condition for step in history.steps]
    assert states == ["sound", "absent", "absent"]


def test_cards_from_before_there_was_a_catalog_toml_are_read_where_it_came_to_be(tmp_path: Path) -> None:
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"cards/tiny.yaml": TINY, "cards/chat.yaml": CHAT}, message="Cards")
    repo.commit({"cards/catalog.toml": ""}, message="Settings")
    assert log(repo, "chat") == [APPEARED]


def test_a_merge_is_one_step_and_with_all_parents_the_steps_of_its_branch(repo: GitFixture) -> None:
    repo.switch("side", new=True)
    repo.commit({"cards/tiny.yaml": TINY.replace("llama", "qwen")}, message="On the side")
    repo.switch("main")
    repo.commit({"cards/chat.yaml": f"{CHAT}note: x\n"}, message="On main")
    repo.merge("side", message="Merge")
    merged = ("Merge", "changed", ["model_family"])
    on_main, on_side = ("On main", "changed", ["note"]), ("On the side", "changed", ["model_family"])
    assert log(repo, "chat") == [merged, on_main, APPEARED]
    assert log(repo, "tiny") == [merged, ("Cards", "appeared", ["checkpoint", "model_family"])]
    assert sorted(log(repo, "chat", all_parents=True)) == sorted([merged, on_main, on_side, APPEARED])
    assert log(repo, "tiny", all_parents=True) == [on_side, ("Cards", "appeared", ["checkpoint", "model_family"])]


def at(repo: GitFixture, hours: float, *, root: str | None = None) -> tuple[str, str, object]:
    """The commit, the revision, and the family of a card, that many hours after the first commit."""
    moment = FIRST_COMMIT_TIME + SECONDS_BETWEEN_COMMITS + int(hours * 3600)
    with open_catalog(repo.folder, rev="HEAD", root=root, stores=[]) as catalog:
        opened = open_at(catalog, moment, "then")
        assert opened.revision is not None
        return opened.revision.commit, opened.revision.asked, opened.card("chat").fields["model_family"]


def test_a_moment_is_answered_by_the_last_commit_of_the_main_line_that_is_not_later(repo: GitFixture) -> None:
    first = repo.head()
    repo.git("mv", "cards", "data")
    second = repo.commit({"data/tiny.yaml": TINY.replace("llama", "qwen")})
    repo.switch("side", new=True)
    repo.commit({"data/tiny.yaml": TINY.replace("llama", "gemma")})
    repo.switch("main")
    merge = repo.merge("side")
    assert at(repo, 0) == (first, "HEAD at then", "llama")
    assert at(repo, 0.99)[0] == first
    assert [at(repo, hours)[0] for hours in (1, 2, 2.99)] == [second] * 3
    assert at(repo, 3) == (merge, "HEAD at then", "gemma")
    with pytest.raises(RevisionError, match=r"^HEAD has no commit at or before then \(its first commit is later\)$"):
        at(repo, -0.01)


def test_a_day_before_the_catalog_is_reported(tmp_path: Path) -> None:
    repo = GitFixture.init(tmp_path / "repo")
    first = repo.commit({"README.md": "hello"})
    repo.commit({"cards/catalog.toml": "", "cards/chat.yaml": "name: chat\nmodel_family: llama\n"})
    with pytest.raises(RevisionError, match=f"^HEAD had no catalog at then, in commit {first[:12]}$"):
        at(repo, 0)


def test_a_shallow_clone_says_what_it_does_not_know(repo: GitFixture, tmp_path: Path) -> None:
    repo.commit({"cards/tiny.yaml": TINY + "license: MIT\n"}, message="Second")
    second = repo.head()
    repo.commit({"cards/chat.yaml": f"{CHAT}note: x\n"}, message="Third")
    clone = repo.clone(tmp_path / "clone", "--depth=2")
    note = f"this clone is shallow: the history before {second[:12]} is missing"
    assert log(clone, "chat") == [("Third", "changed", ["note"]), ("", note, [])]
    with pytest.raises(RevisionError, match=r"\(this clone is shallow: fetch more of the history\)$"):
        at(clone, 0)
    assert at(clone, 1)[0] == second
    assert last_changes(clone) == {
        "chat": "Third",
        "tiny": "this clone is shallow: the commit is older than its history",
    }


@pytest.mark.parametrize("what", ["blob:none", "tree:0"])
def test_a_partial_clone_says_what_it_does_not_know(
    repo: GitFixture, tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATALOG_OFFLINE", "1")
    repo.commit({"cards/chat.yaml": f"{CHAT}note: x\n"}, message="Second")
    repo.commit({"cards/chat.yaml": f"{CHAT}note: y\n"}, message="Third")
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = repo.clone(tmp_path / "clone", f"--filter={what}")
    said = "this clone is partial: files or folders of some commits are missing, so changes may be, too"
    assert log(clone, "chat") == [("", f"{said} (fetch all: git fetch --refetch --no-filter)", [])]
    assert set(last_changes(clone).values()) == {PARTIAL}


def last_changes(repo: GitFixture, *, rev: str | None = "HEAD", stores: list[Path] | None = None) -> dict[str, str]:
    """The subject of the last change of each card, or why it is not known."""
    with open_catalog(repo.folder, rev=rev, stores=stores or []) as catalog:
        found = find_last_changes(catalog, catalog.all_cards())
    return {str(name): writer.commit.summary if writer.commit else writer.note for name, writer in found.items()}


def test_every_card_has_its_last_change_also_one_of_its_base(repo: GitFixture) -> None:
    repo.commit({"cards/tiny.yaml": TINY + "license: MIT\n"}, message="Base")
    repo.commit({"cards/@lab/chat.yaml": "name: chat@lab\nnote: x\n"}, message="Override")
    repo.commit({"cards/more.yaml": "name: more\n"}, message="More")
    expected = {"tiny": "Base", "chat": "Base", "chat@lab": "Override", "more": "More"}
    assert last_changes(repo) == expected
    repo.write({"cards/chat.yaml": f"# form\n{CHAT}", "cards/more.yaml": "name: more\nnote: y\n"})
    assert last_changes(repo, rev=None) == expected | {"more": "not committed yet"}
    repo.write({"cards/tiny.yaml": TINY.replace("llama", "qwen")})
    uncommitted = dict.fromkeys(("tiny", "chat", "chat@lab", "more"), "not committed yet")
    assert last_changes(repo, rev=None) == uncommitted


def test_cards_of_other_stores_and_outside_git_have_no_last_change(repo: GitFixture, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "x.yaml").write_text("name: x\n")
    elsewhere = "in a store of its own, which is not part of this history"
    assert last_changes(repo, rev=None, stores=[tmp_path / "store"])["x"] == elsewhere
    assert last_changes(repo, stores=[tmp_path / "store"])["x"] == elsewhere
    assert last_changes(GitFixture(tmp_path / "store"), rev=None) == {"x": "not in a git repository"}
    unborn = GitFixture.init(tmp_path / "unborn")
    unborn.write({"catalog.toml": "", "x.yaml": "name: x\n"})
    assert last_changes(unborn, rev=None) == {"x": "not committed yet"}


def test_a_bare_repository_and_a_linked_work_tree_have_the_same_history(repo: GitFixture, tmp_path: Path) -> None:
    repo.commit({"cards/chat.yaml": f"{CHAT}note: x\n"}, message="Second")
    expected = log(repo, "chat")
    assert len(expected) == 2
    assert log(repo.clone(tmp_path / "bare.git", "--bare"), "chat") == expected
    assert log(repo.worktree(tmp_path / "linked"), "chat") == expected


def test_other_bounds_and_environments_of_the_time_hold(repo: GitFixture) -> None:
    repo.commit({"cards/catalog.toml": "[bounds]\nfile_bytes = 10\n"}, message="Too narrow")
    repo.commit({"cards/catalog.toml": 'environments = ["lab"]\n'}, message="As before")
    assert [entry[:2] for entry in log(repo, "chat")] == [
        ("As before", "fixed"),
        ("Too narrow", "broke"),
        ("Cards", "appeared"),
    ]
    assert [entry[:2] for entry in log(repo, "chat@lab")] == [("As before", "appeared")]
    assert set(last_changes(repo).values()) == {"As before"}


def test_before_anybody_knew_the_current_environment_there_was_the_plain_card(repo: GitFixture, ask: Ask) -> None:
    repo.commit({"cards/@lab/chat.yaml": "name: chat@lab\nnote: x\n"}, message="Override")
    code, out, err = ask("log", "chat", "--env", "lab", "--repo", repo.folder)
    told = [line.split("  ")[-1] for line in out.splitlines() if line and not line.startswith("    ")]
    assert (code, told, err) == (0, ["Override", "changed", "Cards", "appeared"], "")
    code, out, err = ask("log", "chat", "--env", "lob", "--repo", repo.folder)
    assert (code, out, err) == (1, "", "catalog: environment 'lob' is not known (did you mean 'lab'?)\n")


def test_all_files_are_read_once_for_last_changes_where_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_catalog(tmp_path, Shape(cards=200))  # twenty files, of which twenty commits change one
    monkeypatch.setattr(history, "MAX_VALUES", 20_000)  # about seven times those of all files
    with unindexed(), open_catalog(folder) as catalog:
        assert len(find_last_changes(catalog, catalog.all_cards())) == 202
